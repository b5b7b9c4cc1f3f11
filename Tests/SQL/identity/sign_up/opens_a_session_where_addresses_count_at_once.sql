-- Where addresses are confirmed automatically, signing up answers a session, and a second time that
-- the user exists.
begin;
select plan(7);

update identity.settings set confirms_automatically = true;
select a.* from identity.sign_up(
    '{"email": "new@example.com", "password": "correct horse"}', tests.context()
) a \gset

select is(:'status'::text, '200', 'status');
select is(:'body'::jsonb ->> 'token_type', 'bearer', 'token_type');
select is(:'body'::jsonb -> 'expires_in', '3600', 'expires_in');
select is(:'body'::jsonb #>> '{user,email}', 'new@example.com', 'user');
select is(:'claims'::jsonb ->> 'sub', :'body'::jsonb #>> '{user,id}', 'claims');
select is_empty('select from ops.outbox where recipient = ''new@example.com''', 'no mail');
select is(
    tests.outcome(
        identity.sign_up(
            '{"email": "NEW@example.com", "password": "correct horse"}', tests.context()
        )
    ),
    '422 user_already_exists', 'again'
);

select * from finish();
rollback;
