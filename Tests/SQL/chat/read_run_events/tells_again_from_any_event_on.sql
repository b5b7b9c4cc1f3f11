-- From any event on, the rest of a session is told again, of one run if that is asked; without an event the run that lives;
-- nothing when there is nothing to follow.
begin;
select plan(11);

select tests.a_user() as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id \gset
select format('select string_agg(concat_ws('' '', ordinal, event, is_live), '','' order by ordinal) from chat.read_run_events(%L', :'session_id') as follow \gset
select is(tests.served(:'user_id', :'follow' || ')'), null, 'nothing yet');
select tests.answered(:'user_id', :'session_id') as one \gset
select is(tests.served(:'user_id', :'follow' || ')'), null, 'nothing any more');
select is(tests.served(:'user_id', :'follow' || ', 1)'), '2 delta f,3 done f', 'the rest');
select is(tests.served(:'user_id', :'follow' || ', 3)'), null, 'which is nothing');
select tests.asked(:'user_id', :'session_id') as two \gset
select is(tests.served(:'user_id', :'follow' || ')'), '4 run t', 'what runs');
select is(tests.served(:'user_id', :'follow' || ', 4)'), 't', 'is waited for');
select is(tests.served(:'user_id', :'follow' || ', 2)'), '3 done t,4 run t', 'across runs');
select is(tests.served(:'user_id', format('%s, 0, %L)', :'follow', :'one')), '1 run f,2 delta f,3 done f', 'of one run');
select is(tests.served(:'other', :'follow' || ', 0)'), 'TH404 session', 'not by another user');
select tests.silence(:'two');
select is(tests.served(:'user_id', :'follow' || ', 4)'), '5 error f', 'one whose service has died is ended');
select is(tests.served(:'user_id', :'follow' || ', -9223372036854775808)'), '1 run f,2 delta f,3 done f,4 run f,5 error f', 'all of it');

select * from finish();
rollback;
