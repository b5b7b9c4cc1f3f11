-- Debt is repaid by what a stale reservation held, although nothing has been swept.
begin;
select plan(2);

select tests.a_user(20) as user_id \gset
select credits.set_debt_limit(:'user_id', 5);
select tests.reserved(:'user_id', 10, '1 hour') as stale \gset
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id', 14, 'debt');
select tests.let_time_pass(:'user_id', '1 hour');

select is(tests.balance(:'user_id'), '6 available, 0 held, 0 owed', 'repaid');
select credits.settle(:'user_id');
select is(tests.stored_balance(:'user_id'), '6 available, 0 held, 0 owed', 'as settling does');

select * from finish();
rollback;
