-- A subscription begins with a period of its cycle, at the price of the day, and stands in the history.
begin;
select plan(8);

select tests.a_priced_plan('team', 2000, 20000, 30, 14);
set local timezone = 'America/New_York';
create temporary table asked on commit drop as
select a.cycle, a.trial, a.at::timestamptz as at, a.end_at::timestamptz as end_at, s.*
from (values
    ('monthly', false, '2028-01-31 12:00:00.000001+00', '2028-02-29 12:00:00.000001+00'),
    ('monthly', false, '2027-03-13 23:30-05', '2027-04-14 04:30+00'),
    ('yearly', false, '2028-02-29 00:00+00', '2029-02-28 00:00+00'),
    ('yearly', true, '2028-03-05 00:00+00', '2028-03-19 00:00+00')
) as a (cycle, trial, at, end_at)
cross join lateral billing.subscribe(
    tests.a_user(), 'team', a.cycle, a.trial, p_at => a.at::timestamptz
) s (user_id, id, plan, kept_cycle, status, unit_amount);

select is(s.current_period_end_at, a.end_at, format('%s at %s', a.cycle, a.at))
from asked a
join billing.subscriptions s on s.id = a.id;
select is(a.status || ' ' || a.unit_amount, 'active 2000', 'active, at its price')
from asked a
where a.cycle = 'monthly'
limit 1;
select is(a.status || ' ' || a.unit_amount, 'trialing 20000', 'or on trial')
from asked a
where a.trial;
update billing.plan_prices set unit_amount = 9 where plan = 'team';
select is(
    s.unit_amount::bigint, 2000::bigint, 'a later price is for later subscriptions'
)
from asked a
join billing.subscriptions s on s.id = a.id
where a.cycle = 'monthly'
limit 1;
select is(tests.history(a.user_id), 'started', 'its history') from asked a where a.trial;

select * from finish();
rollback;
