-- The same key asks the same: one run, whether it lives or has ended, for a day. With other words it is refused.
begin;
select plan(8);

select tests.a_user() as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id, tests.a_chat(:'user_id') as second_id, tests.a_chat(:'other') as other_id \gset
select format('select run_id from chat.begin_run(%L, %L, %L, %L)', :'session_id', 'Hello', '{}', 'k') as ask \gset
select tests.served(:'user_id', :'ask') as run_id \gset
select is(tests.served(:'user_id', :'ask'), :'run_id', 'while it lives');
select is(
    tests.served(:'user_id', replace(:'ask', 'select run_id', 'select is_new::text || coalesce(prompt, '' nothing'')')),
    'false nothing', 'nothing is to be asked again'
);
select is(
    tests.served(:'user_id', replace(:'ask', 'Hello', 'Goodbye')), 'TH409', 'with other words'
);
select chat.append_run_events(:'user_id', :'run_id', 'Hi'), chat.end_run(:'user_id', :'run_id', 'finished') \gset
select is(tests.served(:'user_id', :'ask'), :'run_id', 'when it has ended');
select is((select count(*) from chat.messages where session_id = :'session_id'), 2::bigint, 'no message more');
select isnt(tests.served(:'user_id', replace(:'ask', :'session_id', :'second_id')), :'run_id', 'in another session it is another');
select isnt(tests.served(:'other', replace(:'ask', :'session_id', :'other_id')), :'run_id', 'another user''s is another');
update chat.runs set ended_at = ended_at - interval '25 hours' where id = :'run_id';
select isnt(tests.served(:'user_id', :'ask'), :'run_id', 'after a day too');

select * from finish();
rollback;
