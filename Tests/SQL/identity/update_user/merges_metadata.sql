-- Metadata is merged key by key, null takes a key away; nothing else that a client writes changes.
begin;
select plan(9);

select tests.a_person('a@example.com') as user_id \gset
update auth.users set raw_user_meta_data = '{"a": 1, "b": {"c": 1}}' where id = :'user_id';
select tests.claims(:'user_id') as claims \gset
select a.body
from identity.update_user('{"data": {"a": null, "d": 2}, "role": "service_role", "id": "x", "email_confirmed_at": null, "is_super_admin": true, "banned_until": "infinity", "raw_app_meta_data": {"plan": "pro"}, "app_metadata": null}', tests.context(:'claims')) a \gset

select is(:'body'::jsonb -> 'user_metadata', '{"b": {"c": 1}, "d": 2}', 'merged');
select is(:'body'::jsonb ->> 'role', 'authenticated', 'role');
select is(
    :'body'::jsonb -> 'app_metadata', '{"provider": "email", "providers": ["email"]}',
    'app_metadata'
);
select is((select u.is_super_admin from auth.users u where u.id = :'user_id'), null, 'flags');
select is(
    tests.outcome(
        identity.update_user('{"app_metadata": {"plan": "pro"}}', tests.context(:'claims'))
    ),
    '403 not_admin', 'app_metadata is refused'
);
select is(billing.plan_of(:'user_id'), 'free', 'the plan stays');
select is(
    tests.outcome(
        identity.update_user(
            jsonb_build_object('data', jsonb_build_object('x', repeat('x', 5000))),
            tests.context(:'claims')
        )
    ),
    '400 validation_failed', 'too large'
);
select is(
    tests.outcome(
        identity.update_user(
            '{"data": {"app_metadata": {"plan": "pro"}}}', tests.context(:'claims')
        )
    ),
    '200', 'a key of that name in the data'
);
select is(billing.plan_of(:'user_id'), 'free', 'is not it');

select * from finish();
rollback;
