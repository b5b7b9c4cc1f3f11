-- A user buys for nobody else; a service for whomever it names.
begin;
select plan(12);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select tests.a_checkout(:'user_id', 'planted');
select is(
    tests.attempt('authenticated', :'user_id', 'select parameters ->> ''client_reference_id'' from api.create_checkout(pack => ''planted'')'),
    :'user_id', 'a user'
);
select is(
    tests.attempt('authenticated', :'user_id', format('select id from api.create_checkout(user_id => %L, pack => ''planted'')', :'other')),
    '42501', 'for no other'
);
select is(tests.attempt('authenticated', null, 'select id from api.create_checkout(pack => ''planted'')'), 'TH001', 'nobody');
select is(tests.attempt('anon', null, 'select id from api.create_checkout(pack => ''planted'')'), '42501', 'no visitor');
select is(
    tests.attempt('service_role', null, format('select parameters #>> ''{metadata,user_id}'' from api.create_checkout(user_id => %L, pack => ''planted'')', :'other')),
    :'other', 'a service for whom it names'
);
select is(
    tests.attempt('service_role', null, 'select id from api.create_checkout(pack => ''planted'')'), '42501', 'and not for itself'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select parameters ->> ''customer'' from api.create_portal_session()'),
    tests.stripe_name('cus', :'user_id'), 'a user''s portal'
);
select is(
    tests.attempt('authenticated', :'user_id', format('select path from api.create_portal_session(user_id => %L)', :'other')),
    '42501', 'no other''s'
);
select is(tests.attempt('authenticated', :'other', 'select path from api.create_portal_session()'), 'TH404', 'without purchases');
select is(
    tests.attempt('service_role', null, format('select path from api.create_portal_session(user_id => %L)', :'user_id')),
    '/v1/billing_portal/sessions', 'a service'
);
select is(tests.attempt('anon', null, 'select path from api.create_portal_session()'), '42501', 'no visitor');
select is(tests.attempt('anon', null, 'select is_enabled from api.stop_top_up()'), '42501', 'who stops nothing either');

select * from finish();
rollback;
