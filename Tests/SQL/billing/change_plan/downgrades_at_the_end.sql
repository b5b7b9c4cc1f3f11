-- A downgrade waits for the period's end, can be withdrawn until then, and is charged nothing for.
begin;
select plan(12);

select tests.a_priced_plan('small', 1000, 10000, 1);
select tests.a_priced_plan('large', 3000, 30000, 2);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'large', p_at => '2028-01-31 00:00+00');

select s.* from billing.change_plan(:'user_id', 'small', 'yearly', '2028-02-01 00:00+00') s \gset
select is(:'plan'::text || ' ' || :'pending_plan' || ' ' || :'pending_cycle', 'large small yearly', 'planned');
select is(
    tests.violation('delete from billing.plan_prices where plan = ''small'''),
    'subscriptions_pending_price_fkey', 'what is planned stays on sale'
);
select is(s.pending_plan, null, 'withdrawn')
from billing.change_plan(:'user_id', 'large', p_at => '2028-02-01 00:00+00') s;
select is(
    (billing.change_plan(:'user_id', 'large', p_at => '2028-02-01 00:00+00')).version, 3,
    'asked for again, nothing changes'
);
select s.version from billing.change_plan(:'user_id', 'small', 'yearly', '2028-02-01 00:00+00') s \gset
select is(
    (billing.change_plan(:'user_id', 'small', 'yearly', '2028-02-01 00:01+00')).version, :'version'::integer,
    'planned again, nothing changes'
);
select is(billing.plan_of(:'user_id', '2028-02-28 23:59:59.999999+00'), 'large', 'until then');
select is(billing.plan_of(:'user_id', '2028-02-29 00:00+00'), 'small', 'from then on');
select s.* from billing.find_subscription(:'user_id', '2028-03-01 00:00+00') s \gset
select is(:'plan'::text || ' ' || :'cycle' || ' ' || :'unit_amount', 'small yearly 10000', 'when looked at');
select is(
    tstzrange(:'current_period_start_at', :'current_period_end_at'),
    tstzrange('2028-02-29 00:00+00', '2029-02-28 00:00+00'), 'a year from then'
);
select is_empty(
    format('select from billing.prorations where user_id = %L', :'user_id'), 'nothing is prorated'
);
select is(
    tests.history(:'user_id'),
    'started, change_planned, change_withdrawn, change_planned, renewed', 'its history'
);
select is(
    (billing.change_plan(:'user_id', 'small', 'monthly', '2028-03-01 00:00+00')).pending_cycle,
    'monthly', 'from years to months is one too'
);

select * from finish();
rollback;
