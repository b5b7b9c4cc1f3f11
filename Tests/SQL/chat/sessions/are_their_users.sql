-- Users open, name, read and delete their own sessions; to others these are not there. Nobody writes into tables.
begin;
select plan(31);

select tests.a_user() as user_id, tests.a_user() as other \gset
select is(tests.attempt('authenticated', :'user_id', 'select title from api.create_chat_session(''Mine'')'), 'Mine', 'named');
select is(tests.attempt('authenticated', :'user_id', 'select title from api.create_chat_session()'), null, 'unnamed');
select is(tests.attempt('authenticated', :'user_id', format('select api.create_chat_session(%L)', t)), 'TH001', 'title ' || left(t, 3))
from unnest(array['', ' ', E'a\nb', repeat('a', 201)]) t;
select is(tests.attempt('authenticated', null, 'select api.create_chat_session()'), 'TH001', 'nobody');
select is(tests.attempt('anon', null, 'select api.create_chat_session()'), '42501', 'a visitor');
select is(tests.attempt('authenticated', gen_random_uuid(), 'select api.create_chat_session()'), 'TH404', 'somebody unknown');

select tests.a_chat(:'other') as session_id \gset
select tests.answered(:'other', :'session_id') as run_id, tests.a_file(:'other', :'session_id') as file_id,
    (chat.share_session(:'other', :'session_id')).id as share_id \gset
select is(tests.attempt('authenticated', :'user_id', c.sql), 'TH404', c.sql)
from unnest(array[
    format('select api.rename_chat_session(%L, ''x'')', :'session_id'), format('select api.delete_chat_session(%L)', :'session_id'),
    format('select api.share_chat_session(%L)', :'session_id'), format('select api.withdraw_share(%L)', :'share_id'),
    format('select api.delete_chat_file(%L)', :'file_id'), 'select api.delete_chat_session(null)'
]) as c (sql);
select is(
    tests.attempt('authenticated', :'user_id', format('select count(*) from api.%s where user_id = %L', v, :'other')), '0', v || ' of another'
)
from unnest(array['chat_sessions', 'chat_messages', 'chat_files', 'chat_share_links']) v;
select is(
    tests.attempt('authenticated', :'other', format('select count(*) from api.%s', v.name)), v.rows, v.name || ': the own'
)
from (values ('chat_sessions', '1'), ('chat_messages', '2'), ('chat_files', '1'), ('chat_share_links', '1')) as v (name, rows);
select is(
    tests.attempt('authenticated', :'other', format(c.sql, t)), '42501', format(c.sql, t)
)
from unnest(array['chat.messages', 'chat.sessions']) t
cross join unnest(array['delete from %s', 'insert into %s default values']) c (sql);
select tests.asked(:'other', :'session_id') as live \gset
select is(tests.attempt('authenticated', :'other', 'select is_running from api.chat_sessions'), 'true', 'it runs');
select is(tests.attempt('authenticated', :'other', format('select api.delete_chat_session(%L)', :'session_id')), 'TH423', 'and stays');
select chat.end_run(:'other', :'live', 'finished') \gset
select is(tests.attempt('authenticated', :'other', format('select 1 from api.delete_chat_session(%L)', :'session_id')), '1', 'until it has ended');
select is(
    (select count(*) from chat.messages m where m.user_id = :'other') + (select count(*) from chat.file_contents) + (select count(*) from chat.share_links)
    + (select count(*) from chat.run_events), 0::bigint, 'with all that belongs to it'
);

select * from finish();
rollback;
