-- A used token that is shown again after the reuse interval ends the session: no token of the
-- family is good any more, the access token neither.
begin;
select plan(5);

select tests.a_person('a@example.com') as user_id \gset
select a.body ->> 'refresh_token' as first, a.claims from tests.sign_in('a@example.com') a \gset
select a.body ->> 'refresh_token' as second from tests.refresh(:'first') a \gset
select a.body ->> 'refresh_token' as other from tests.sign_in('a@example.com') a \gset
update auth.refresh_tokens set updated_at = updated_at - interval '11 seconds';

select is(tests.outcome(tests.refresh(:'first')), '400 refresh_token_already_used', 'the old one');
select is(tests.outcome(tests.refresh(:'second')), '400 refresh_token_not_found', 'the newest');
select is(
    tests.outcome(tests.refresh(:'first')), '400 refresh_token_not_found', 'the old one again'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '403 session_not_found',
    'the access token'
);
select is(tests.outcome(tests.refresh(:'other')), '200', 'another session goes on');

select * from finish();
rollback;
