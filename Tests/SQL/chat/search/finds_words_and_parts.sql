-- Words in any order and language, parts of words, titles; of one's own only, whatever is asked.
begin;
select plan(20);

select tests.a_user() as user_id, tests.a_user() as other \gset
select (chat.create_session(:'user_id', 'Weekend plans')).id as session_id, tests.a_chat(:'other') as other_id \gset
select tests.answered(:'user_id', :'session_id', 'Which mountain is the highest?', '富士山は日本で一番高い山です。'),
    tests.answered(:'user_id', :'session_id', 'Donaudampfschifffahrt 100%_sure', 'O''Reilly & Söhne'),
    tests.answered(:'other', :'other_id', 'Which mountain is the highest?', 'secret') \gset
select is(
    tests.attempt(
        'authenticated', :'user_id',
        format('select coalesce(string_agg(coalesce(role, ''title''), '','' order by role), ''none'') from api.search_chats(%L)', q.query)
    ),
    q.result, q.query
)
from (values
    ('mountain', 'user'), ('HIGHEST mountain', 'user'), ('"highest mountain"', 'none'), ('mountain -highest', 'none'), ('一番高い', 'assistant'),
    ('dampf', 'user'), ('weekend', 'title'), ('plans weekend', 'title'), ('kend pl', 'title'), ('100%_', 'user'), ('%', 'user'), ('_', 'user'),
    ('söhne', 'assistant'), ('O''Reilly', 'assistant'), ('secret', 'none'), ('''', 'assistant')
) as q (query, result);
select is(
    tests.attempt('authenticated', :'user_id', format('select count(*) from api.search_chats(%L)', :'other')), '0', 'another''s id is no word'
);
select is(tests.attempt('authenticated', :'user_id', format('select api.search_chats(%L)', q)), 'TH001', 'nothing to look for')
from unnest(array['', '  ']) q;
select is(tests.attempt('authenticated', :'user_id', 'select api.search_chats(repeat(''a'', 201))'), 'TH001', 'too much');

select * from finish();
rollback;
