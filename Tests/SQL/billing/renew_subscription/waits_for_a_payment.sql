-- What doesn't renew itself is past due at its period's end, goes on when paid for, and expires when not.
begin;
select plan(10);

select tests.a_priced_plan('team', 2000);
select tests.a_priced_plan('small', 200, null, -1);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'team', p_renews_itself => false, p_at => '2027-01-31 00:00+00');
select is(
    tests.refusal(
        format('select billing.renew_subscription(%L, ''2027-02-27 00:00+00'')', :'user_id')
    ),
    'TH415 subscription', 'it is paid for'
);
select billing.change_plan(:'user_id', 'small', p_at => '2027-02-01 00:00+00');
select is(
    (billing.find_subscription(:'user_id', '2027-02-28 00:00+00')).status::text, 'past_due', 'then it isn''t'
);
select is(billing.plan_of(:'user_id', '2027-03-06 23:59:59.999999+00'), 'team', 'and lasts a week');
select is(billing.plan_of(:'user_id', '2027-03-07 00:00+00'), 'free', 'not longer');
select s.* from billing.renew_subscription(:'user_id', '2027-03-03 00:00+00') s \gset
select is(:'plan'::text || ' ' || :'status', 'small active', 'paid for, on the plan that was planned');
select is(
    tstzrange(:'current_period_start_at', :'current_period_end_at'),
    tstzrange('2027-02-28 00:00+00', '2027-03-31 00:00+00'), 'from where it stopped, back on the 31st'
);
select is(
    tests.refusal(
        format('select billing.renew_subscription(%L, ''2027-03-03 00:00+00'')', :'user_id')
    ),
    'TH415 subscription', 'paid for twice'
);
select is(
    tests.refusal(
        format('select billing.renew_subscription(%L, ''2027-04-07 00:00+00'')', :'user_id')
    ),
    'TH404 subscription', 'too late'
);
update billing.settings set grace_days = 0;
select is(billing.plan_of(:'user_id', '2027-03-31 00:00+00'), 'free', 'without grace');
select is(
    tests.history(:'user_id'), 'started, change_planned, became_past_due, renewed', 'its history'
);

select * from finish();
rollback;
