-- A message whose call isn't let in can be sent again, under the same key and with the same files.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as session_id \gset
select tests.a_file(:'user_id', :'session_id') as file_id \gset
select format('select run_id from chat.begin_run(%L, %L, %L, %L)', :'session_id', 'Hello', array[:'file_id'], 'k') as ask \gset
select tests.served(:'user_id', :'ask') as run_id \gset
select is(chat.end_run(:'user_id', :'run_id', 'refused', 'TH402'), null, 'nothing is told');
select is((select count(*) from chat.runs) + (select count(*) from chat.messages) + (select count(*) from chat.run_events), 0::bigint, 'nothing is left');
select is((select count(*) from chat.files where message_id is null), 1::bigint, 'but the file');
select matches(tests.served(:'user_id', :'ask'), '^[0-9a-f-]{36}$', 'again');
select is((select min(ordinal) from chat.run_events), 2::bigint, 'no ordinal comes twice');

select * from finish();
rollback;
