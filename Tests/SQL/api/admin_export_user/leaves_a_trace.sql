-- Admins export a user's data for a reason, which is kept; others don't.
begin;
select plan(8);

select tests.a_person('shown@example.com') as id, gen_random_uuid() as admin \gset
select jsonb_build_object('role', 'authenticated', 'sub', :'admin', 'app_metadata', '{"role": "admin"}'::jsonb) as admins \gset
select is(
    tests.attempt(:'admins'::jsonb, format('select api.admin_export_user(%L, ''asked by mail'')', :'id'))::jsonb ->> 'user_id',
    :'id', 'an admin'
);
select results_eq(
    format('select reason, exported_by, exported_as from ops.exports where user_id = %L', :'id'),
    format('values (''asked by mail'', %L::uuid, ''authenticated'')', :'admin'), 'it is noted'
);
select is(
    tests.attempt(:'admins'::jsonb, format('select api.admin_export_user(%L, null)', :'id')), 'TH001', 'without a reason'
);
select is(
    tests.attempt(:'admins'::jsonb, 'select api.admin_export_user(gen_random_uuid(), ''x'')'), 'TH404', 'nobody''s'
);
select is(
    tests.attempt(
        :'admins'::jsonb || jsonb_build_object('api_key_id', gen_random_uuid()),
        format('select api.admin_export_user(%L, ''x'')', :'id')
    ), 'TH403', 'by a key'
);
select is(
    tests.attempt('authenticated', :'id', format('select api.admin_export_user(%L, ''x'')', :'id')), 'TH403', 'a user'
);
select is(tests.attempt('anon', null, format('select api.admin_export_user(%L, ''x'')', :'id')), '42501', 'a visitor');
select is((select count(*) from ops.exports), 1::bigint, 'what was refused left nothing');

select * from finish();
rollback;
