-- Wherever the clock jumps to, a subscription is in the period that holds that moment: over ends of months,
-- 29 February, years, changes of summer time in any zone, to the microsecond; backwards nothing happens.
begin;
select plan(35);

select tests.a_priced_plan('team', 2000, 20000);

create temporary table jumps on commit drop as
select
    j.zone, j.cycle, j.began::timestamptz as began_at, j.at::timestamptz as at,
    j.period_start::timestamptz as period_start_at, tests.a_user() as user_id
from (values
    ('UTC', 'yearly', '2028-02-29 00:00+00', '2029-02-27 23:59:59.999999+00', '2028-02-29 00:00+00'),
    ('UTC', 'yearly', '2028-02-29 00:00+00', '2029-02-28 00:00+00', '2029-02-28 00:00+00'),
    ('UTC', 'yearly', '2028-02-29 00:00+00', '2032-02-28 23:59:59.999999+00', '2031-02-28 00:00+00'),
    ('UTC', 'yearly', '2028-02-29 00:00+00', '2032-02-29 00:00+00', '2032-02-29 00:00+00'),
    ('UTC', 'yearly', '2096-02-29 12:00+00', '2100-02-28 12:00+00', '2100-02-28 12:00+00'),
    ('UTC', 'monthly', '2027-12-31 00:00+00', '2028-02-28 23:59:59.999999+00', '2028-01-31 00:00+00'),
    ('UTC', 'monthly', '2027-12-31 00:00+00', '2028-02-29 00:00+00', '2028-02-29 00:00+00'),
    ('UTC', 'monthly', '2027-12-31 00:00+00', '2028-12-31 00:00+00', '2028-12-31 00:00+00'),
    ('UTC', 'monthly', '2027-01-31 00:00+00', '2047-02-28 00:00+00', '2047-02-28 00:00+00'),
    ('Europe/Berlin', 'monthly', '2027-02-28 01:30+00', '2027-03-28 01:29:59.999999+00', '2027-02-28 01:30+00'),
    ('Europe/Berlin', 'monthly', '2027-02-28 01:30+00', '2027-03-28 01:30+00', '2027-03-28 01:30+00'),
    ('Europe/Berlin', 'monthly', '2027-09-30 23:30+00', '2027-10-31 00:30+00', '2027-10-30 23:30+00'),
    ('America/New_York', 'monthly', '2027-02-14 07:30+00', '2027-03-14 07:30+00', '2027-03-14 07:30+00'),
    ('America/New_York', 'monthly', '2027-10-07 05:30+00', '2027-11-07 05:29:59.999999+00', '2027-10-07 05:30+00'),
    ('Australia/Lord_Howe', 'monthly', '2027-03-03 15:15+00', '2027-04-03 15:15+00', '2027-04-03 15:15+00'),
    ('Pacific/Apia', 'yearly', '2027-12-31 10:00+00', '2028-12-31 09:59:59.999999+00', '2027-12-31 10:00+00'),
    ('Asia/Kathmandu', 'monthly', '2027-12-31 18:14:59.999999+00', '2028-01-31 18:14:59.999999+00', '2028-01-31 18:14:59.999999+00')
) as j (zone, cycle, began, at, period_start);

create function tests.jump(p_jump jumps) returns tstzrange language plpgsql volatile as $$
declare
    v_subscription billing.subscriptions;
begin
    perform set_config('timezone', p_jump.zone, true);
    perform billing.subscribe(p_jump.user_id, 'team', p_jump.cycle, p_at => p_jump.began_at);
    v_subscription := billing.find_subscription(p_jump.user_id, p_jump.at);
    return tstzrange(v_subscription.current_period_start_at, v_subscription.current_period_end_at);
end
$$;

select is(lower(r.period), j.period_start_at, format('%s, %s from %s to %s', j.zone, j.cycle, j.began_at, j.at))
from jumps j cross join lateral tests.jump(j) r (period);
-- In order and without a gap, however far the jump was.
select is_empty(
    format(
        $$select from (
            select e.current_period_start_at, lag(e.current_period_end_at) over (order by e.version) as before
            from billing.subscription_events e where e.user_id = %L
        ) e where e.before is not null and e.before <> e.current_period_start_at$$, j.user_id
    ),
    format('%s, %s to %s: no gap', j.zone, j.began_at, j.at)
)
from jumps j;
select is(
    (
        select count(*)
        from jumps j
        cross join lateral billing.find_subscription(j.user_id, j.began_at) s
        join billing.subscription_events e on e.user_id = s.user_id and e.version = s.version
        where s.version <> (select max(n.version) from billing.subscription_events n where n.user_id = s.user_id)
            or s.current_period_start_at <> j.period_start_at
    ),
    0::bigint, 'a clock that is set back changes nothing'
);

select * from finish();
rollback;
