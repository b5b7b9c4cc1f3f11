-- Who is invited gets a link, which confirms the address and signs in; a password that somebody set
-- before does not count.
begin;
select plan(7);

select tests.a_person('known@example.com');
select identity.sign_up(
    '{"email": "new@example.com", "password": "thief''s horse"}', tests.context()
);
select a.*
from identity.invite(
    '{"email": "New@example.com", "data": {"team": 1}}', tests.context(tests.an_admin())
) a \gset
select is(:'status'::text, '200', 'status');
select ok(:'body'::jsonb ? 'invited_at', 'the user');
select is(
    tests.outcome(
        identity.invite('{"email": "known@example.com"}', tests.context(tests.an_admin()))
    ),
    '422 email_exists', 'somebody known'
);
select is(
    tests.outcome(identity.invite('{"email": "x"}', tests.context(tests.an_admin()))),
    '400 validation_failed', 'no address'
);
select is(
    tests.outcome(identity.invite('{}', tests.context(tests.an_admin()))), '400 validation_failed',
    'none at all'
);
select is(
    tests.redeem_link('invite', tests.mailed_token('new@example.com')), '200', 'the link lets in'
);
select is(
    tests.outcome(tests.sign_in('new@example.com', 'thief''s horse')), '400 invalid_credentials',
    'the password of before does not'
);

select * from finish();
rollback;
