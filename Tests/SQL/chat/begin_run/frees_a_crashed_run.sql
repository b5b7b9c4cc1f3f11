-- A run whose service has died doesn't keep its session: the next message ends it, and keeps what it had said.
begin;
select plan(7);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as session_id \gset
select tests.asked(:'user_id', :'session_id', 'Tell me a story') as run_id \gset
select count(chat.append_run_events(:'user_id', :'run_id', t)) from unnest(array['Once', ' upon']) t \gset
select tests.silence(:'run_id', '55 seconds');
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L)', :'session_id', 'And?')), 'TH423 session',
    'one that was heard of lately lives'
);
select tests.silence(:'run_id');
select isnt(tests.asked(:'user_id', :'session_id', 'And then?'), null, 'one that wasn''t does not');
select is(
    (select concat_ws(' ', status, error_code) from chat.runs where id = :'run_id'), 'abandoned TH524', 'it is abandoned'
);
select results_eq(
    format('select role, content, status from chat.messages where session_id = %L order by ordinal', :'session_id'),
    $$values ('user', 'Tell me a story', 'complete'), ('assistant', 'Once upon', 'partial'), ('user', 'And then?', 'complete')$$,
    'what it said is kept'
);
select results_eq(
    format(
        'select event, data::json ->> ''code'' from chat.run_events where run_id = %L order by ordinal desc limit 1',
        :'run_id'
    ),
    $$values ('error', 'TH524')$$, 'who follows it is told'
);
select is((chat.append_run_events(:'user_id', :'run_id', 'late')).is_live, false, 'a service that comes back too');
select is(chat.end_run(:'user_id', :'run_id', 'finished'), null, 'and changes nothing');

select * from finish();
rollback;
