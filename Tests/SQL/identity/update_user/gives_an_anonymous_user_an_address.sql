-- An anonymous user gets an address by confirming it, and is anonymous no more; a password alone is
-- refused.
begin;
select plan(6);

update identity.settings set allows_anonymous = true;
select a.claims from identity.sign_up('{}', tests.context()) a \gset
select is(
    tests.outcome(identity.update_user('{"password": "battery staple"}', tests.context(:'claims'))),
    '422 validation_failed', 'no address to sign in with'
);
select is(
    tests.outcome(
        identity.update_user(
            '{"email": "new@example.com", "password": "battery staple"}', tests.context(:'claims')
        )
    ),
    '200', 'with an address'
);
select a.body
from identity.verify(
    jsonb_build_object(
        'type', 'email_change', 'email', 'new@example.com', 'token',
        tests.mailed_code('new@example.com')
    ),
    tests.context()
) a \gset
select is(:'body'::jsonb #>> '{user,id}', :'claims'::jsonb ->> 'sub', 'the same user');
select is(:'body'::jsonb #>> '{user,is_anonymous}', 'false', 'anonymous no more');
select is(:'body'::jsonb #>> '{user,app_metadata,provider}', 'email', 'provider');
select is(tests.outcome(tests.sign_in('new@example.com', 'battery staple')), '200', 'signs in');

select * from finish();
rollback;
