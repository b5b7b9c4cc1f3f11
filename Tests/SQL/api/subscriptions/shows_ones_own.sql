-- A user sees the own subscriptions and their history, and changes none.
begin;
select plan(14);

select tests.a_member(p_plan => 'pro') as one \gset
select tests.a_member(p_plan => 'pro') as other \gset
select is(
    tests.attempt('authenticated', :'one', format('select string_agg(user_id::text, '','') from %s', v.view)),
    :'one', v.view
)
from unnest(array['api.subscriptions', 'api.subscription_events']) as v (view);
select is(tests.attempt('authenticated', :'one', c.sql), '42501', c.sql)
from unnest(array[
    'update api.subscriptions set plan = ''pro''', 'delete from api.subscriptions',
    'insert into api.subscriptions (plan) values (''pro'')', 'update api.subscription_events set kind = ''x''',
    'update billing.plans set rank = 9', 'select api.subscribe(auth.uid(), ''pro'')',
    'select api.change_plan(auth.uid(), ''pro'')', 'select api.cancel_subscription(auth.uid())',
    'select api.pause_subscription(auth.uid())', 'select api.resume_subscription(auth.uid())',
    'select api.renew_subscription(auth.uid())'
]) as c (sql);
select is(tests.attempt('anon', null, 'select count(*) from api.subscriptions'), '42501', 'no visitor');

select * from finish();
rollback;
