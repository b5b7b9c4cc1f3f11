-- The job that tries events again has one account locked at a time, so that it can't wait in a circle with calls that lock
-- several in key order.
begin;
select plan(5);

create function tests.step() returns text language plpgsql as $$
declare
    v_more text;
begin
    execute (select j.statement from ops.jobs j where j.name = 'stripe_events') into v_more;
    return v_more;
end
$$;
create function tests.tried() returns bigint language sql volatile as $$
    select count(*) from billing.stripe_events e where e.attempts = 2
$$;
select billing.receive_stripe_event(
    tests.stripe_event('invoice.paid', '{"id": "in_1", "subscription": "sub_1"}', n, 'evt_' || n)
)
from generate_series(1, 2) n;
update billing.stripe_events set next_attempt_at = now() - interval '1 second';
select is(tests.step(), 'more', 'one');
select is(tests.tried(), 1::bigint, 'alone');
select is(tests.step(), 'more', 'then the other');
select is(tests.tried(), 2::bigint, 'too');
select is(tests.step(), null, 'until none is due');

select * from finish();
rollback;
