-- A change of address is confirmed at the old and at the new one, in either order, by code or by
-- link.
begin;
select plan(10);

select tests.a_person('old@example.com') as user_id \gset
select tests.claims(:'user_id') as claims \gset
select a.*
from identity.update_user('{"email": "New@example.com"}', tests.context(:'claims')) a \gset

select is(:'body'::jsonb ->> 'new_email', 'new@example.com', 'it is noted');
select is(:'body'::jsonb ->> 'email', 'old@example.com', 'and does not count yet');
select a.*
from identity.verify(
    jsonb_build_object(
        'type', 'email_change', 'email', 'new@example.com', 'token',
        tests.mailed_code('new@example.com')
    ),
    tests.context()
) a \gset
select is(:'status'::text, '200', 'the new one confirms');
select is(:'body'::jsonb ->> 'code', '200', 'and is told to go on');
select is(
    (select u.email from auth.users u where u.id = :'user_id'), 'old@example.com', 'still nothing'
);
select a.*
from identity.verify(
    jsonb_build_object('type', 'email_change', 'token_hash', tests.mailed_token('old@example.com')),
    tests.context()
) a \gset
select is(:'body'::jsonb #>> '{user,email}', 'new@example.com', 'both have: it is changed');
select is(
    :'body'::jsonb #>> '{user,identities,0,identity_data,email}', 'new@example.com',
    'in the identity too'
);
select is(:'body'::jsonb -> 'user' ? 'new_email', false, 'nothing waits any more');
select is(tests.outcome(tests.sign_in('new@example.com')), '200', 'it signs in');
select is(
    tests.outcome(tests.sign_in('old@example.com')), '400 invalid_credentials',
    'the old one does not'
);

select * from finish();
rollback;
