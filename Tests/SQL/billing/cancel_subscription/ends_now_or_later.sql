-- A subscription is canceled at its period's end, to the microsecond, or at once; a repeat changes nothing.
begin;
select plan(11);

select tests.a_priced_plan('team', 2000, null, 1, 14);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'team', p_at => '2027-01-31 00:00+00');
select s.* from billing.cancel_subscription(:'user_id', p_at => '2027-02-01 00:00+00') s \gset
select is(:'status'::text || ' ' || :'cancel_at_period_end', 'active t', 'later');
select is(
    (billing.cancel_subscription(:'user_id', p_at => '2027-02-02 00:00+00')).canceled_at,
    timestamptz '2027-02-01 00:00+00', 'asked for again'
);
select is(billing.plan_of(:'user_id', '2027-02-27 23:59:59.999999+00'), 'team', 'a microsecond before');
select is(billing.plan_of(:'user_id', '2027-02-28 00:00+00'), 'free', 'at the end');
select is(
    tests.refusal(
        format('select billing.cancel_subscription(%L, p_at => ''2027-02-28 00:00+00'')', :'user_id')
    ),
    'TH404 subscription', 'then there is none'
);
select is(billing.advance_due(100000) >= 0, true, 'a run');

select tests.a_user() as other \gset
select billing.subscribe(:'other', 'team', p_with_trial => true);
select s.* from billing.cancel_subscription(:'other', false) s \gset
select is(:'status'::text, 'canceled', 'at once');
select is(billing.plan_of(:'other'), 'free', 'and free at once');
select is(
    tests.refusal(format('select billing.cancel_subscription(%L, false)', :'other')),
    'TH404 subscription', 'twice'
);
select is(
    tests.refusal(format('select billing.cancel_subscription(%L, null)', :'other')),
    'TH001 at_period_end', 'nothing said'
);
select is(
    tests.refusal('select billing.cancel_subscription(null)'), 'TH001 user_id', 'nobody'
);

select * from finish();
rollback;
