-- Of what was said before, the newest that fits goes along, without a gap, and begins with the user; what had no answer
-- stays out; a message that alone is too long is refused.
begin;
select plan(6);

select tests.a_user() as user_id \gset
update chat.settings set system_prompt = '', history_tokens = 100;
select tests.a_chat(:'user_id') as session_id \gset
select tests.answered(:'user_id', :'session_id', 'one', repeat('a', 60)), tests.answered(:'user_id', :'session_id', 'two', repeat('b', 60)) \gset
select is(
    jsonb_path_query_array(tests.prompt(:'user_id', :'session_id', 'three'), '$.messages[*].content'),
    jsonb_build_array('two', repeat('b', 60), 'three'),
    -- Of 92 tokens: 10, 32, 10, 32, and 10 that don't fit, so that the answer to them stays out too.
    'the newest, from a user''s message on'
);
select chat.end_run(:'user_id', id, 'failed') from chat.runs where session_id = :'session_id' and status = 'running' \gset
select is(
    jsonb_path_query_array(tests.prompt(:'user_id', :'session_id', 'four'), '$.messages[*].content'),
    jsonb_build_array('two', repeat('b', 60), 'four'), 'without the one that failed'
);
select chat.end_run(:'user_id', id, 'failed') from chat.runs where session_id = :'session_id' and status = 'running' \gset
select is(
    jsonb_path_query_array(tests.prompt(:'user_id', :'session_id', repeat('c', 200)), '$.messages[*].content'),
    jsonb_build_array(repeat('c', 200)), 'or none'
);
select chat.end_run(:'user_id', id, 'failed') from chat.runs where session_id = :'session_id' and status = 'running' \gset
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L)', :'session_id', repeat('d', 300))), 'TH421 input_tokens',
    'too long by itself'
);
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L)', :'session_id', repeat('世', 40))), 'TH421 input_tokens',
    'a token a byte where it isn''t ASCII'
);
select is(chat.tokens_of('Grüße 世界'), 13::bigint, 'an estimate from above');

select * from finish();
rollback;
