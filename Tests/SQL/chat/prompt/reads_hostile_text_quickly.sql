-- Whatever a message looks like, its words are taken without an error.
begin;
select plan(5);

select tests.a_user() as user_id \gset
update chat.settings set history_tokens = 1000000;
select isnt(tests.asked(:'user_id', tests.a_chat(:'user_id'), left(m.content, 100000)), null, m.name)
from (values
    ('hyphens', repeat('a-', 50000)), ('one word', repeat('a', 100000)), ('paths', repeat('/a', 50000)), ('addresses', repeat('a@b.co ', 14000)),
    ('dots', repeat('1.', 50000))
) as m (name, content);

select * from finish();
rollback;
