-- Regression: without a sweep the balance at this time had credits available and debt at once.
begin;
select plan(1);

select tests.a_user(20) as user_id \gset
select credits.set_debt_limit(:'user_id', 5);
select tests.reserved(:'user_id', 10, '1 hour') as stale \gset
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id', 14, 'debt');
select tests.let_time_pass(:'user_id', '1 hour');

select is(
    credits.balance_at(:'user_id', clock_timestamp())::text,
    credits.current_balance(:'user_id')::text,
    'the current balance'
);

select * from finish();
rollback;
