-- A session answers one message at a time: a second is refused until the first has its answer, those of other sessions
-- are not.
begin;
select plan(6);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as session_id, tests.a_chat(:'user_id') as other_session_id \gset
select tests.asked(:'user_id', :'session_id') as run_id \gset
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L)', :'session_id', 'Again')),
    'TH423 session', 'a second is refused'
);
select is(
    (select count(*) from chat.messages where session_id = :'session_id'), 1::bigint, 'and leaves no message'
);
select isnt(tests.asked(:'user_id', :'other_session_id'), null, 'in another session it isn''t');
select is(
    tests.violation(format(
        'insert into chat.runs (user_id, session_id, provider, model, fingerprint, first_event, last_event)
        select user_id, session_id, provider, model, fingerprint, 9, 9 from chat.runs where id = %L', :'run_id'
    )),
    'runs_one_lives_key', 'by an index'
);
select isnt(chat.end_run(:'user_id', :'run_id', 'finished'), null, 'once it has ended');
select isnt(tests.asked(:'user_id', :'session_id'), null, 'the next is answered');

select * from finish();
rollback;
