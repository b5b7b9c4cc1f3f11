-- What isn't taken is tried again after 1, 2, 4 … minutes, at most 12 hours, and is a dead letter after 12 attempts,
-- until an operator retries it.
begin;
select plan(19);

select tests.an_endpoint() as endpoint_id \gset
select tests.a_delivery() as event_id \gset
select d.id from ops.webhook_deliveries d \gset
create function tests.try(p_status integer default 500, p_error text default 'the server answered 500') returns text
language plpgsql volatile as $$
declare
    v_task ops.webhook_task;
begin
    update ops.webhook_deliveries d set next_attempt_at = clock_timestamp() where d.failed_at is null;
    select w.* into strict v_task from ops.claim_webhooks() w;
    perform ops.settle_webhook(v_task.id, v_task.attempt, p_status, p_error);
    return (
        select concat_ws(
            ' ', v.attempts, v.status, v.last_status, v.last_error,
            round(extract(epoch from v.next_attempt_at - clock_timestamp()) / 60)
        )
        from api.webhook_deliveries v
    );
end
$$;
select is(
    tests.try(), format('%s waiting 500 the server answered 500 %s', n, least(power(2, n - 1), 720)), 'attempt ' || n
)
from generate_series(1, 11) as n;
select is(tests.try(), '12 failed 500 the server answered 500', 'given up');
select is_empty('select from ops.claim_webhooks()', 'nobody tries it again');
select ops.retry_webhook(:'id');
select is(tests.try(null, null), '1 delivered', 'until it is retried');
select ops.retry_webhook(:'id');
select is((select v.status from api.webhook_deliveries v), 'delivered', 'what was taken isn''t posted again');
select is(
    tests.refusal(format('select ops.settle_webhook(%L, 1, 200)', :'id')), 'TH404 delivery', 'or settled again'
);
select is(tests.refusal('select ops.retry_webhook(gen_random_uuid())'), 'TH404 delivery', 'what there is not');

-- Workers that die are attempts too.
select tests.a_delivery();
update ops.webhook_deliveries d set attempts = 12 where d.delivered_at is null;
select is_empty('select from ops.claim_webhooks()', 'twelve deaths are enough');
select is((select count(*) from api.webhook_deliveries v where v.status = 'failed'), 1::bigint, 'a dead letter');

select * from finish();
rollback;
