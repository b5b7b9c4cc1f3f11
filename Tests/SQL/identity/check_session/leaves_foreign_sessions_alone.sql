-- Where the sessions are not ours to read, as on Supabase, nothing is checked.
begin;
select plan(3);

revoke select on auth.sessions from thin_owner;
select set_config('request.jwt.claims', '{"sub": "00000000-0000-0000-0000-000000000001", "session_id": "00000000-0000-0000-0000-000000000002"}', true);
select lives_ok('select identity.check_session()', 'unread');
alter table auth.sessions rename to elsewhere;
select lives_ok('select identity.check_session()', 'not there');
alter table auth.elsewhere rename to sessions;
grant select on auth.sessions to thin_owner;
select throws_ok('select identity.check_session()', 'TH401', null, 'ours');

select * from finish();
rollback;
