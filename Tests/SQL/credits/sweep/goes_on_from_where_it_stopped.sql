-- With a limit a sweep answers the account to go on from, and null when none is left.
begin;
select plan(6);

select credits.sweep(100000);
create temporary table due on commit drop as
select tests.a_user(10) as user_id from generate_series(1, 3);
select tests.reserved(d.user_id, 4), tests.let_time_pass(d.user_id, '1 hour') from due d;
select min(d.user_id::text) as first, max(d.user_id::text) as last from due d \gset

select is(credits.sweep(1)::text, :'first', 'the first');
select is(tests.stored_balance(:'first'), '10 available, 0 held, 0 owed', 'is settled');
select is(tests.stored_balance(:'last'), '6 available, 4 held, 0 owed', 'the last is not yet');
select isnt(credits.sweep(1, :'first')::text, :'first', 'the second');
select is(credits.sweep(2, :'first'), null, 'fewer than the limit: none is left');
select is(tests.stored_balance(:'last'), '10 available, 0 held, 0 owed', 'the last is settled');

select * from finish();
rollback;
