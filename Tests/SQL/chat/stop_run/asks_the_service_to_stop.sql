-- The user of a session has its answer stopped: its service is told with its next note. Others can't, and nothing is stopped
-- where nothing runs.
begin;
select plan(8);

select tests.a_user() as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id \gset
select format('select chat.stop_run(%L)', :'session_id') as stop \gset
select is(tests.served(:'user_id', :'stop'), 'false', 'nothing runs');
select tests.asked(:'user_id', :'session_id') as run_id \gset
select is(tests.served(:'other', :'stop'), 'TH404 session', 'another user');
select is((chat.append_run_events(:'user_id', :'run_id')).is_stop_requested, false, 'goes on');
select is(tests.served(:'user_id', :'stop'), 'true', 'its user');
select is(tests.served(:'user_id', :'stop'), 'true', 'again');
select is((chat.append_run_events(:'user_id', :'run_id')).is_stop_requested, true, 'is to stop');
select tests.silence(:'run_id');
select is(tests.served(:'user_id', :'stop'), 'false', 'one whose service has died is ended');
select is((select status::text from chat.runs where id = :'run_id'), 'abandoned', 'at once');

select * from finish();
rollback;
