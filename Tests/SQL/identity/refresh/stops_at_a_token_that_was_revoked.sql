-- A token that an operator revoked is refused, at once and for good.
begin;
select plan(2);

select tests.a_person('a@example.com') as user_id \gset
select a.body ->> 'refresh_token' as token, a.claims ->> 'session_id' as session_id
from tests.sign_in('a@example.com') a \gset
update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp() where session_id = :'session_id';
select is(tests.outcome(tests.refresh(:'token')), '400 refresh_token_already_used', 'refused');
select is_empty(
    format('select from auth.sessions where id = %L', :'session_id'), 'the session has ended'
);

select * from finish();
rollback;
