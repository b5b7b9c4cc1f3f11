-- Unknown, malformed, missing tokens, and those of ended sessions or banned users are refused with
-- the code for each.
begin;
select plan(10);

select tests.a_person('a@example.com') as user_id \gset
select a.body ->> 'refresh_token' as token, a.claims ->> 'session_id' as session_id
from tests.sign_in('a@example.com') a \gset

select is(tests.outcome(tests.refresh(null)), '400 validation_failed', 'none');
select is(tests.outcome(tests.refresh('')), '400 validation_failed', 'empty');
select is(tests.outcome(tests.refresh('x')), '400 validation_failed', 'malformed');
select is(
    tests.outcome(tests.refresh(upper(:'token'))), '400 validation_failed', 'in another case'
);
select is(tests.outcome(tests.refresh(repeat('0', 64))), '400 refresh_token_not_found', 'unknown');
select is(
    tests.outcome(
        tests.refresh(
            (select t.token from auth.refresh_tokens t where t.session_id = :'session_id')
        )
    ),
    '400 refresh_token_not_found', 'what is kept of it'
);
update auth.users set banned_until = now() + interval '1 day' where id = :'user_id';
select is(tests.outcome(tests.refresh(:'token')), '400 user_banned', 'banned');
update auth.users set banned_until = now() - interval '1 day' where id = :'user_id';
update auth.sessions set not_after = now() - interval '1 second' where id = :'session_id';
select is(tests.outcome(tests.refresh(:'token')), '400 session_expired', 'expired');
update auth.sessions set not_after = null where id = :'session_id';
select is(tests.outcome(tests.refresh(:'token')), '200', 'still good after all that');
delete from auth.sessions where id = :'session_id';
select is(tests.outcome(tests.refresh(:'token')), '400 refresh_token_not_found', 'ended');

select * from finish();
rollback;
