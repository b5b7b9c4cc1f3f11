-- Nothing that a client sends on signing up sets role, plan, app_metadata, confirmation or credits.
begin;
select plan(7);

update identity.settings set confirms_automatically = true;
select a.body #>> '{user,id}' as user_id, a.claims from identity.sign_up(
    '{"email": "a@example.com", "password": "correct horse", "role": "service_role", "aud": "x",
    "app_metadata": {"plan": "pro", "role": "admin"}, "raw_app_meta_data": {"plan": "pro"},
    "is_super_admin": true, "id": "00000000-0000-0000-0000-000000000001", "banned_until": null,
    "data": {"role": "admin", "plan": "pro", "app_metadata": {"plan": "pro"}}}',
    tests.context('{"role": "service_role"}')
) a \gset

select is(:'claims'::jsonb ->> 'role', 'authenticated', 'role');
select is(:'claims'::jsonb ->> 'aud', 'authenticated', 'aud');
select is(
    :'claims'::jsonb -> 'app_metadata', '{"provider": "email", "providers": ["email"]}',
    'app_metadata'
);
select isnt(:'user_id'::text, '00000000-0000-0000-0000-000000000001', 'id');
select is(billing.plan_of(:'user_id'), 'free', 'plan');
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'credits');
select is((select u.is_super_admin from auth.users u where u.id = :'user_id'), null, 'flags');

select * from finish();
rollback;
