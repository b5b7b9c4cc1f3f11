-- A banned user gets no session by a code.
begin;
select plan(2);

select tests.a_person('a@example.com');
select identity.recover('{"email": "a@example.com"}', tests.context());
update auth.users set banned_until = 'infinity' where email = 'a@example.com';
select is(tests.redeem('recovery', 'a@example.com'), '403 user_banned', 'refused');
select is_empty('select from auth.sessions s join auth.users u on u.id = s.user_id where u.email = ''a@example.com''', 'no session');

select * from finish();
rollback;
