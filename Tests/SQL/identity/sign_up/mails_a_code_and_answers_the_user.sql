-- Signing up answers the user as clients need one, without a session, and mails a code and a link.
begin;
select plan(12);

select a.* from identity.sign_up(
    '{"email": "New@Example.com", "password": "correct horse", "data": {"name": "N", "gone": null}}',
    tests.context(null, '{"redirect_to": "http://localhost:3000/welcome"}')
) a \gset

select is(:'status'::text, '200', 'status');
select is(:{?claims}, false, 'no access token');
select is(:'body'::jsonb ->> 'email', 'new@example.com', 'the address in lower case');
select is(
    :'body'::jsonb -> 'app_metadata', '{"provider": "email", "providers": ["email"]}',
    'app_metadata'
);
select is(:'body'::jsonb -> 'user_metadata', '{"name": "N"}', 'user_metadata');
select matches(
    :'body'::jsonb ->> 'created_at', '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$', 'RFC 3339'
);
select ok(
    :'body'::jsonb #> '{identities,0}' ?& array[
        'id', 'identity_id', 'user_id', 'identity_data', 'provider', 'created_at'
    ],
    'an identity with all that clients require'
);
select is(:'body'::jsonb ->> 'is_anonymous', 'false', 'is_anonymous');
select is(:'body'::jsonb ? 'email_confirmed_at', false, 'not confirmed');
select matches(tests.mailed_code('new@example.com'), '^\d{6}$', 'a code');
select matches(
    (select o.body from ops.outbox o where o.recipient = 'new@example.com'),
    'https://api\.example\.com/auth/v1/verify\?token=[0-9a-f]{64}&type=signup&redirect_to=http%3A%2F%2Flocalhost%3A3000%2Fwelcome',
    'a link'
);
select is(
    tests.outcome(tests.sign_in('new@example.com')), '400 email_not_confirmed', 'no sign-in yet'
);

select * from finish();
rollback;
