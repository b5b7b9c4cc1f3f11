-- A user's plan is that of the live subscription; metadata, whoever wrote it, counts for nothing.
begin;
select plan(12);

select tests.a_user() as user_id \gset
update auth.users
set raw_app_meta_data = '{"plan": "pro"}', raw_user_meta_data = '{"plan": "pro"}'
where id = :'user_id';

select is(billing.plan_of(:'user_id'), 'free', 'not of metadata');
select is(billing.plan_of(null), 'free', 'nobody');
select is(billing.plan_of(gen_random_uuid()), 'free', 'somebody unknown');
select tests.put_on_plan(:'user_id', 'pro');
select is(billing.plan_of(:'user_id'), 'pro', 'by subscription');
select billing.pause_subscription(:'user_id');
select is(billing.plan_of(:'user_id'), 'free', 'not while it is paused');
select billing.resume_subscription(:'user_id');
select is(billing.plan_of(:'user_id'), 'pro', 'again when it is resumed');
select billing.cancel_subscription(:'user_id');
select is(billing.plan_of(:'user_id'), 'pro', 'until its end when it is to end');
select is(billing.plan_of(:'user_id', now() + interval '1 year'), 'free', 'and not after');
select billing.cancel_subscription(:'user_id', false);
select is(billing.plan_of(:'user_id'), 'free', 'not when it is canceled');
select is(
    tests.attempt('authenticated', :'user_id', 'select billing.plan_of(auth.uid())'), '42501',
    'users ask through policies only'
);
select is(
    tests.attempt(
        'authenticated', :'user_id', 'select string_agg(id, '','' order by id) from api.plans'
    ),
    'free,pro', 'which work'
);
select is(
    tests.attempt('anon', null, 'select count(*) from api.plans'), '42501',
    'and need a user, unless an operator says otherwise'
);

select * from finish();
rollback;
