-- Whatever was missed happens period by period: the history is the same as if it was looked at in time.
begin;
select plan(5);

select tests.a_priced_plan('team', 2000, 20000, 0, 14);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'team', p_with_trial => true, p_at => '2027-01-17 00:00+00');
select s.* from billing.find_subscription(:'user_id', '2027-05-31 00:00+00') s \gset
select is(:'status'::text || ' ' || :'periods', 'active 5', 'after a trial and four months');
select results_eq(
    format(
        'select kind, (current_period_end_at at time zone ''UTC'')::date::text
        from billing.subscription_events where user_id = %L order by version', :'user_id'
    ),
    $$values ('started', '2027-01-31'), ('activated', '2027-02-28'), ('renewed', '2027-03-31'),
        ('renewed', '2027-04-30'), ('renewed', '2027-05-31'), ('renewed', '2027-06-30')$$,
    'each for itself'
);
select is(
    (billing.find_subscription(:'user_id', '2027-06-29 23:59:59.999999+00')).version, 6,
    'nothing before its time'
);

select tests.a_user() as leaving \gset
select billing.subscribe(:'leaving', 'team', p_with_trial => true, p_at => '2027-01-17 00:00+00');
select billing.cancel_subscription(:'leaving', p_at => '2027-01-18 00:00+00');
select is(
    tests.refusal(format('select billing.find_subscription(%L, ''2027-01-31 00:00+00'')', :'leaving')),
    'TH404 subscription', 'a canceled trial'
);
select is(
    tests.refusal(format('select billing.find_subscription(%L, ''-infinity'')', :'user_id')),
    'TH001 at', 'no time'
);

select * from finish();
rollback;
