-- An admin adds users with whatever belongs to them.
begin;
select plan(14);

select a.* from identity.admin_create_user(
    '{"email": "A@example.com", "password": "correct horse", "email_confirm": true, "user_metadata": {"a": 1}, "app_metadata": {"plan": "pro"}, "id": "00000000-0000-0000-0000-0000000000aa"}',
    tests.context(tests.an_admin())
) a \gset
select is(:'status'::text, '200', 'status');
select is(:'body'::jsonb ->> 'id', '00000000-0000-0000-0000-0000000000aa', 'id');
select is(
    :'body'::jsonb -> 'app_metadata',
    '{"provider": "email", "providers": ["email"], "plan": "pro"}', 'app_metadata'
);
select is(:'body'::jsonb -> 'user_metadata', '{"a": 1}', 'user_metadata');
select is(:'body'::jsonb #>> '{identities,0,identity_data,email_verified}', 'true', 'identity');
select is(tests.outcome(tests.sign_in('a@example.com')), '200', 'signs in');
select is(billing.plan_of('00000000-0000-0000-0000-0000000000aa'), 'free', 'metadata is no plan');
select is(
    tests.balance('00000000-0000-0000-0000-0000000000aa'), '0 available, 0 held, 0 owed',
    'an account'
);
select a.*
from identity.admin_create_user(
    '{"phone": "+4912345", "phone_confirm": true}', tests.context(tests.an_admin())
) a \gset
select is(:'body'::jsonb ->> 'phone', '4912345', 'by phone');
select is(:'body'::jsonb ->> 'is_anonymous', 'false', 'who is somebody');
select is(
    tests.outcome(
        identity.admin_create_user(
            jsonb_build_object(
                'email', 'b@example.com', 'email_confirm', true, 'password_hash',
                replace(
                    extensions.crypt('battery staple', extensions.gen_salt('bf', 4)), '$2a$', '$2b$'
                )
            ),
            tests.context(tests.an_admin())
        )
    ),
    '200', 'with a hash from elsewhere'
);
select is(
    tests.outcome(tests.sign_in('b@example.com', 'battery staple')), '200', 'which is good here'
);
select is(
    tests.outcome(
        identity.admin_create_user('{"email": "c@example.com"}', tests.context(tests.an_admin()))
    ),
    '200', 'without a password'
);
select is(
    tests.outcome(tests.sign_in('c@example.com', '')), '400 invalid_credentials',
    'who does not sign in by none'
);

select * from finish();
rollback;
