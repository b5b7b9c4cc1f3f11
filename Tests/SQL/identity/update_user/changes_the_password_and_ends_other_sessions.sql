-- A new password counts at once, ends the other sessions and spends what was mailed before; this
-- session goes on.
begin;
select plan(8);

select tests.a_person('a@example.com') as user_id \gset
select a.body ->> 'refresh_token' as token, a.claims from tests.sign_in('a@example.com') a \gset
select a.body ->> 'refresh_token' as other_token, a.claims as other_claims
from tests.sign_in('a@example.com') a \gset
select identity.recover('{"email": "a@example.com"}', tests.context());
select tests.mailed_token('a@example.com') as link \gset

select is(
    tests.outcome(identity.update_user('{"password": "battery staple"}', tests.context(:'claims'))),
    '200', 'changed'
);
select is(
    tests.outcome(tests.sign_in('a@example.com')), '400 invalid_credentials', 'the old one is gone'
);
select is(
    tests.outcome(tests.sign_in('a@example.com', 'battery staple')), '200', 'the new one counts'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '200', 'this session goes on'
);
select is(tests.outcome(tests.refresh(:'token')), '200', 'with its refresh token');
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'other_claims'))), '403 session_not_found',
    'the other has ended'
);
select is(
    tests.outcome(tests.refresh(:'other_token')), '400 refresh_token_not_found',
    'with its refresh token'
);
select is(tests.redeem_link('recovery', :'link'), '403 otp_expired', 'the mailed link is spent');

select * from finish();
rollback;
