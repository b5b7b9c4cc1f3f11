-- An upgrade takes effect at once, is prorated to the second, and keeps the period; from months to years
-- a new period begins.
begin;
select plan(11);

select tests.a_priced_plan('small', 1000, 10000, 1);
select tests.a_priced_plan('large', 3000, 30000, 2);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'small', p_at => '2027-04-01 00:00+00');

select s.* from billing.change_plan(:'user_id', 'large', p_at => '2027-04-16 00:00:00.7+00') s \gset
select is(:'plan'::text || ' ' || :'unit_amount', 'large 3000', 'the plan');
select is(:'current_period_start_at'::timestamptz, timestamptz '2027-04-01 00:00+00', 'the period');
select is(billing.plan_of(:'user_id', '2027-04-16 00:00:01+00'), 'large', 'counts at once');
select is(
    format('%s of %s: %s %s', p.remaining_seconds, p.period_seconds, p.charge, p.credit),
    '1295999 of 2592000: 1500 500', 'half a month, less a second'
)
from billing.prorations p
where p.user_id = :'user_id';

select s.*
from billing.change_plan(:'user_id', 'large', 'yearly', '2027-04-21 00:00+00') s \gset
select is(:'cycle'::text || ' ' || :'unit_amount', 'yearly 30000', 'by the year');
select is(
    tstzrange(:'current_period_start_at', :'current_period_end_at'),
    tstzrange('2027-04-21 00:00+00', '2028-04-21 00:00+00'), 'a new period'
);
select is(
    format('%s of %s: %s %s', p.remaining_seconds, p.period_seconds, p.charge, p.credit),
    '864000 of 2592000: 30000 1000', 'charged in full, a third credited'
)
from billing.prorations p
where p.user_id = :'user_id' and p.to_cycle = 'yearly';
select is(tests.history(:'user_id'), 'started, plan_changed, plan_changed', 'its history');

update billing.plans set trial_days = 7 where id = 'small';
select tests.a_user() as trying \gset
select billing.subscribe(:'trying', 'small', p_with_trial => true, p_at => '2027-04-01 00:00+00');
select s.* from billing.change_plan(:'trying', 'large', p_at => '2027-04-02 00:00+00') s \gset
select is(:'plan'::text || ' ' || :'status', 'large trialing', 'on trial');
select is(:'current_period_end_at'::timestamptz, timestamptz '2027-04-08 00:00+00', 'which stays as long');
select is_empty(
    format('select from billing.prorations where user_id = %L', :'trying'), 'at no price'
);

select * from finish();
rollback;
