-- Whoever's subscription is over subscribes again, also when nothing has noticed its end yet.
begin;
select plan(2);

select tests.a_priced_plan('team', 2000);
select tests.a_user() as user_id \gset
select billing.subscribe(:'user_id', 'team', p_renews_itself => false, p_at => '2020-01-01 00:00+00');
select is((billing.subscribe(:'user_id', 'team')).status::text, 'active', 'again');
select is(
    tests.history(:'user_id'), 'started, became_past_due, expired, started', 'the history of both'
);

select * from finish();
rollback;
