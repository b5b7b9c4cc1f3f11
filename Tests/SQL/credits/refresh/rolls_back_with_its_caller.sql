-- A refresh in a transaction that is rolled back leaves nothing and can be made again.
begin;
select plan(4);

select tests.a_member(p_plan => 'pro') as user_id \gset

savepoint caller;
select credits.refresh(:'user_id');
select is(tests.balance(:'user_id'), '10000 available, 0 held, 0 owed', 'granted');
rollback to caller;
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'rolled back');
select is_empty(
    format('select from credits.monthly_refreshes where user_id = %L', :'user_id'), 'no row'
);
select credits.refresh(:'user_id');
select is(tests.balance(:'user_id'), '10000 available, 0 held, 0 owed', 'again');

select * from finish();
rollback;
