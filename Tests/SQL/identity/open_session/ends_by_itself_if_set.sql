-- With a setting sessions end after a time.
begin;
select plan(2);

update identity.settings set session_seconds = 60;
select tests.a_person('a@example.com') as user_id \gset
select tests.claims(:'user_id') as claims \gset
select is((select not_after - created_at > interval '59 seconds' and not_after - created_at <= interval '60 seconds' from auth.sessions where user_id = :'user_id'), true, 'a minute');
update auth.sessions set not_after = now() where user_id = :'user_id';
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '403 session_not_found',
    'then it has ended'
);

select * from finish();
rollback;
