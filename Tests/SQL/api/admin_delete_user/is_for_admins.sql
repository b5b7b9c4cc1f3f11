-- Admins delete an account for a reason, and see how far that is; others don't. So does /auth/v1.
begin;
select plan(11);

select tests.a_person('leaver@example.com') as id, tests.a_person('soft@example.com') as soft,
    tests.a_person('hard@example.com') as hard, gen_random_uuid() as admin \gset
select jsonb_build_object('role', 'authenticated', 'sub', :'admin', 'app_metadata', '{"role": "admin"}'::jsonb) as admins \gset
select is(
    tests.attempt('authenticated', :'id', format('select api.admin_delete_user(%L, ''x'')', :'id')), 'TH403', 'a user'
);
select is(tests.attempt('authenticated', :'id', 'select api.admin_erasures()'), 'TH403', 'nor is told');
select is(
    tests.attempt(
        :'admins'::jsonb || jsonb_build_object('api_key_id', gen_random_uuid()),
        format('select api.admin_delete_user(%L, ''x'')', :'id')
    ), 'TH403', 'by a key'
);
select is(
    tests.attempt(:'admins'::jsonb, format('select api.admin_delete_user(%L, null)', :'id')), 'TH001', 'without a reason'
);
select is(
    tests.attempt(:'admins'::jsonb, format('select (api.admin_delete_user(%L, ''asked by mail'')).requested_by', :'id')),
    :'admin', 'an admin'
);
select is(
    tests.attempt(:'admins'::jsonb, 'select user_id from api.admin_erasures()'), :'id', 'who sees it'
);
select isnt((select u.deleted_at from auth.users u where u.id = :'id'), null, 'it is done');

select is(
    (identity.admin_delete_user('{"should_soft_delete": true}', tests.context(tests.an_admin(), '{}', :'soft'))).status,
    200, 'softly by /auth/v1'
);
select is((identity.admin_delete_user('{}', tests.context(tests.an_admin(), '{}', :'hard'))).status, 200, 'and for good');
select results_eq(
    format('select u.id from auth.users u where u.id in (%L, %L, %L) order by 1', :'id', :'soft', :'hard'),
    format('select v::uuid from unnest(array[%L, %L]) v order by 1', :'id', :'soft'), 'where the row goes too'
);
select is(
    (select count(*) from ops.erasures e where e.user_id in (:'id', :'soft', :'hard')), 3::bigint, 'all in the one way'
);

select * from finish();
rollback;
