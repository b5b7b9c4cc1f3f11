-- A message is text that isn't blank, up to 100 kB.
begin;
select plan(8);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as session_id \gset
update chat.settings set history_tokens = 1000000;
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L)', :'session_id', m.content)), 'TH001 content', m.name
)
from (values
    ('null', null), ('empty', ''), ('blank', E' \n\t '), ('102,401 bytes', repeat('a', 102401)),
    ('102,402 bytes in fewer characters', repeat('é', 51201))
) as m (name, content);
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L, null, %L)', :'session_id', 'a', '')),
    'TH001 idempotency_key', 'an empty key'
);
select is(
    (select count(*) from chat.runs) + (select count(*) from chat.messages), 0::bigint, 'nothing is left'
);
select isnt(tests.asked(:'user_id', :'session_id', repeat('a', 102400)), null, '102,400 bytes');

select * from finish();
rollback;
