-- A paused subscription doesn't end, and is resumed with what was left of its period.
begin;
select plan(9);

select tests.a_priced_plan('team', 2000, null, 1, 14);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'team', p_at => '2027-01-31 00:00+00');
select s.* from billing.pause_subscription(:'user_id', '2027-02-18 00:00+00') s \gset
select is(:'status'::text, 'paused', 'paused');
select is((billing.pause_subscription(:'user_id', '2027-02-19 00:00+00')).version, 2, 'twice');
select is((billing.find_subscription(:'user_id', '2028-01-01 00:00+00')).status::text, 'paused', 'for long');
select is(
    tests.refusal(
        format('select billing.resume_subscription(%L, ''2027-02-17 00:00+00'')', :'user_id')
    ),
    'TH001 at', 'resumed before'
);
select s.* from billing.resume_subscription(:'user_id', '2027-07-01 06:00+00') s \gset
select is(:'status'::text, 'active', 'resumed');
select is(:'current_period_end_at'::timestamptz, timestamptz '2027-07-11 06:00+00', 'ten days are left');
select is(
    (billing.find_subscription(:'user_id', '2027-07-12 00:00+00')).current_period_end_at,
    timestamptz '2027-08-11 06:00+00', 'then it goes on from there'
);
select is(tests.history(:'user_id'), 'started, paused, resumed, renewed', 'its history');

select tests.a_user() as trying \gset
select billing.subscribe(:'trying', 'team', p_with_trial => true);
select is(
    tests.refusal(format('select billing.pause_subscription(%L)', :'trying')),
    'TH415 subscription', 'a trial isn''t paused'
);

select * from finish();
rollback;
