-- Files have a name without a path, a type that shows no markup, at most 10 MB, and all of a user's together an upper bound;
-- texts are UTF-8.
begin;
select plan(24);

select tests.a_user() as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id, tests.a_chat(:'other') as other_id \gset
select is(
    tests.served(:'user_id', format('select chat.add_file(%L, %L, %L, %L)', :'session_id', f.name, f.media_type, f.content)), f.result, f.what
)
from (values
    ('no name', null, 'text/plain', 'a'::bytea, 'TH001 name'), ('an empty name', '', 'text/plain', 'a', 'TH001 name'),
    ('a path', '../a', 'text/plain', 'a', 'TH001 name'), ('dots', '..', 'text/plain', 'a', 'TH001 name'),
    ('a long name', repeat('a', 201), 'text/plain', 'a', 'TH001 name'), ('a header', E'a\r\nX: y', 'text/plain', 'a', 'TH001 name'),
    ('a quote', 'a"b', 'text/plain', 'a', 'TH001 name'), ('no type', 'a', null, 'a', 'TH001 media_type'),
    ('HTML', 'a', 'text/html', 'a', 'TH001 media_type'), ('SVG', 'a', 'image/svg+xml', 'a', 'TH001 media_type'),
    ('a parameter', 'a', 'text/plain; charset=utf-7', 'a', 'TH001 media_type'), ('nothing', 'a', 'text/plain', null, 'TH001 content'),
    ('no byte', 'a', 'text/plain', '', 'TH001 content'), ('no UTF-8', 'a', 'text/plain', '\xff', 'TH001 content'),
    ('a zero byte', 'a', 'application/json', '\x6100', 'TH001 content'),
    ('10 MB and a byte', 'a', 'image/png', decode(repeat('00', 10485761), 'hex'), 'TH001 content')
) as f (what, name, media_type, content, result);
select is(
    tests.served(:'other', format('select chat.add_file(%L, %L, %L, %L)', :'session_id', 'a', 'text/plain', 'a')), 'TH404 session', 'into another''s session'
);
select is(
    tests.served(:'user_id', format('select size from chat.add_file(%L, %L, %L, %L)', :'session_id', 'a.png', 'image/png', decode(repeat('00', 10485760), 'hex'))),
    '10485760', '10 MB'
);
update chat.settings set stored_bytes = 10485761;
select isnt(tests.a_file(:'user_id', :'session_id', 'a'), null, 'the last byte');
select is(
    tests.served(:'user_id', format('select chat.add_file(%L, %L, %L, %L)', :'session_id', 'a', 'text/plain', 'a')), 'TH001 content', 'one too many'
);
select isnt(tests.a_file(:'other', :'other_id', 'a'), null, 'others have theirs');

select tests.a_file(:'other', :'other_id', 'words') as file_id \gset
select is(
    tests.served(:'other', format('select concat_ws('' '', name, media_type, convert_from(content, ''UTF8'')) from chat.read_file(%L)', :'file_id')),
    'notes.txt text/plain words', 'read again'
);
select is(tests.served(:'user_id', format('select chat.read_file(%L)', :'file_id')), 'TH404 file', 'not by another');
select is(
    tests.served_as('{"role": "anon"}', format('select chat.read_file(%L)', :'file_id')), 'TH403 role', 'nor a visitor'
);

select * from finish();
rollback;
