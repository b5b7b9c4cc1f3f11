-- Each decline puts the next attempt off for longer; at five it is switched off until its owner agrees anew. What Stripe
-- didn't answer clearly stays pending.
begin;
select plan(21);

create function tests.state(p_user_id uuid) returns text language sql volatile as $$
    select concat_ws(
        ' ', t.status, t.decline_code, s.declines, s.is_enabled,
        case when isfinite(s.next_attempt_at) then round(extract(epoch from s.next_attempt_at - now()) / 86400) end
    )
    from billing.top_up_settings s
    join billing.top_ups t on t.user_id = s.user_id
    where s.user_id = p_user_id
    order by t.created_at desc
    limit 1
$$;
select tests.a_saver() as user_id \gset
select (c).id, (c).parameters, (c).path from billing.claim_top_ups() c \gset
select is((billing.settle_top_up(:'user_id', :'id', a.answer::jsonb)).status, 'pending', a.answer)
from unnest(array[
    '{"error": {"type": "api_error"}}', '{"error": {"type": "rate_limit_error"}}', '{"status": "processing"}', '{}'
]) as a (answer);
select is(
    tests.refusal(format('select billing.settle_top_up(%L, %L, %L)', c.user_id, :'id', c.answer)), c.refusal,
    coalesce(c.answer, 'null')
)
from (values
    (:'user_id'::uuid, null, 'TH001 answer'), (:'user_id', '[]', 'TH001 answer'), (tests.a_user(), '{}', 'TH404 top_up'),
    (:'user_id', '{"status": "succeeded", "id": "pi_1"}', 'TH502 top_up'),
    (
        :'user_id',
        format('{"status": "succeeded", "id": "pi_1", "amount": 1, "currency": "usd", "metadata": {"user_id": "%s", "top_up_id": "%s"}}', :'user_id', :'id'),
        'TH502 top_up'
    )
) as c (user_id, answer, refusal);
select billing.settle_top_up(:'user_id', :'id', '{"error": {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"}}');
select is(tests.state(:'user_id'), 'declined insufficient_funds 1 t 1', 'declined');
select is(
    tests.receive(
        'payment_intent.payment_failed',
        :'parameters'::jsonb || '{"id": "pi_1", "last_payment_error": {"code": "x"}}'
    ),
    'processed', 'told again by its event'
);
select is(tests.state(:'user_id'), 'declined insufficient_funds 1 t 1', 'counts once');
select is((select count(*) from billing.claim_top_ups()), 0::bigint, 'not before tomorrow');
select is(
    tests.receive('payment_intent.succeeded', :'parameters'::jsonb || '{"id": "pi_1", "status": "succeeded"}'), 'processed',
    'paid after all'
);
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'is granted');
select is(
    tests.receive('payment_intent.payment_failed', :'parameters'::jsonb || '{"id": "pi_1"}'), 'processed', 'an older failure'
);
select is(tests.state(:'user_id'), 'succeeded 0 t', 'changes nothing');
select is(
    tests.receive('payment_intent.succeeded', :'parameters'::jsonb || c.changes::jsonb), c.outcome, c.changes
)
from (values
    ('{"id": "pi_2", "customer": "cus_x"}', 'refused customer'),
    ('{"id": "pi_2", "metadata": {"top_up_id": "x", "user_id": "y"}}', 'refused customer')
) as c (changes, outcome);

select from credits.confirm(:'user_id', (credits.reserve(:'user_id', 1000, 'job')).id);
create function tests.decline() returns void language plpgsql as $$
begin
    for i in 1 .. 5 loop
        update billing.top_up_settings set next_attempt_at = '-infinity';
        perform billing.settle_top_up(
            (c.parameters #>> '{metadata,user_id}')::uuid, c.id, '{"status": "requires_action"}'
        )
        from billing.claim_top_ups() c;
    end loop;
end
$$;
select tests.decline();
select is(tests.state(:'user_id'), 'declined requires_action 5 f 16', 'five times');
select is((billing.set_top_up(:'user_id', 'planted', 100, 2500, true)).declines, 0, 'until it is agreed to anew');

select * from finish();
rollback;
