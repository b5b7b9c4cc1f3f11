-- The texts of files go along with the message that they were sent with, later too; other files can't be sent, nor those
-- of others or of another session, nor twice.
begin;
select plan(13);

select tests.a_user() as user_id, tests.a_user() as other \gset
update chat.settings set system_prompt = '';
select tests.a_chat(:'user_id') as session_id, tests.a_chat(:'user_id') as second_id, tests.a_chat(:'other') as other_id \gset
select tests.a_file(:'user_id', :'session_id', 'milk') as milk, tests.a_file(:'user_id', :'session_id', 'PDF', 'application/pdf') as pdf,
    tests.a_file(:'user_id', :'session_id', repeat('x', 200000)) as long_one,
    tests.a_file(:'user_id', :'second_id') as second_file, tests.a_file(:'other', :'other_id') as others_file \gset
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L, %L)', :'session_id', 'Buy', f.ids)), f.result, f.name
)
from (values
    ('another''s', array[:'others_file']::uuid[], 'TH404 file'), ('of another session', array[:'second_file']::uuid[], 'TH404 file'),
    ('unknown', array[gen_random_uuid()], 'TH404 file'), ('a PDF', array[:'milk', :'pdf']::uuid[], 'TH001 file_ids'),
    ('null', array[null]::uuid[], 'TH001 file_ids'), ('too long', array[:'long_one']::uuid[], 'TH421 input_tokens'),
    ('too many', (select array_agg(gen_random_uuid()) from generate_series(1, 11)), 'TH001 file_ids')
) as f (name, ids, result);
select is((select count(*) from chat.files where message_id is not null), 0::bigint, 'none was sent');
select is(
    tests.prompt(:'user_id', :'session_id', 'Buy', array[:'milk', :'milk']::uuid[]) -> 'messages',
    jsonb_build_array(jsonb_build_object('role', 'user', 'content', E'Buy\n\n<file name="notes.txt">\nmilk\n</file>')), 'a text'
);
select chat.append_run_events(:'user_id', id, 'Yes'), chat.end_run(:'user_id', id, 'finished') from chat.runs where session_id = :'session_id' \gset
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L, %L)', :'session_id', 'Buy', array[:'milk'])), 'TH001 file_ids', 'twice'
);
select alike(
    tests.prompt(:'user_id', :'session_id', 'And?') #>> '{messages,0,content}', '%milk%', 'later messages remember it'
);
select chat.end_run(:'user_id', id, 'failed') from chat.runs where session_id = :'session_id' and status = 'running' \gset
select is(tests.attempt('authenticated', :'user_id', format('select 1 from api.delete_chat_file(%L)', :'milk')), '1', 'until it is deleted');
select unalike(
    tests.prompt(:'user_id', :'session_id', 'And now?') #>> '{messages,0,content}', '%milk%', 'then no more'
);

select * from finish();
rollback;
