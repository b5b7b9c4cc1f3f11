-- Regression: one account that could not be settled stopped every sweep before all that follow it.
begin;
select plan(3);

set local client_min_messages = error;
select credits.sweep(100000);
create temporary table due on commit drop as
select tests.a_user(10) as user_id from generate_series(1, 3);
select tests.reserved(d.user_id, 4), tests.let_time_pass(d.user_id, '1 hour') from due d;
select min(d.user_id::text) as first, max(d.user_id::text) as last from due d \gset
select tests.tamper(format('update credits.accounts set held = 1 where user_id = %L', :'first'));

select is(credits.sweep(), null, 'all are seen to');
select is(tests.stored_balance(:'first'), '6 available, 1 held, 0 owed', 'the first is left alone');
select is(tests.stored_balance(:'last'), '10 available, 0 held, 0 owed', 'the last is settled');

select * from finish();
rollback;
