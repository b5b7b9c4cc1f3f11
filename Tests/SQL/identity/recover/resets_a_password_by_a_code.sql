-- A forgotten password is reset by a mailed code: the code opens a session, the new password ends
-- all others.
begin;
select plan(9);

select tests.a_person('a@example.com') as user_id \gset
select tests.claims(:'user_id') as old_claims \gset
select a.*
from identity.recover(
    '{"email": "A@example.com", "gotrue_meta_security": {}}', tests.context()
) a \gset

select is(:'status'::text, '200', 'status');
select is(:'body'::jsonb, '{}', 'body');
select a.status, a.claims
from identity.verify(
    jsonb_build_object(
        'type', 'recovery', 'email', 'A@example.com', 'token', tests.mailed_code('a@example.com')
    ),
    tests.context()
) a \gset
select is(:'status'::text, '200', 'the code is taken');
select is(:'claims'::jsonb #>> '{amr,0,method}', 'otp', 'amr');
select is(tests.redeem('recovery', 'a@example.com'), '403 otp_expired', 'once');
select is(
    tests.outcome(identity.update_user('{"password": "battery staple"}', tests.context(:'claims'))),
    '200', 'the password is set'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'old_claims'))), '403 session_not_found',
    'other sessions have ended'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '200', 'this one goes on'
);
select is(tests.outcome(tests.sign_in('a@example.com', 'battery staple')), '200', 'it signs in');

select * from finish();
rollback;
