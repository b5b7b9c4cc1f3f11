-- Regression: without a sweep the balance at this time still had credits that had expired.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(
    :'user_id',
    100,
    'promotion',
    clock_timestamp() + interval '1 hour',
    1
);
select tests.reserved(:'user_id', 30, '5 hours');
select tests.let_time_pass(:'user_id', '2 hours');

select is(
    credits.balance_at(:'user_id', clock_timestamp())::text,
    credits.current_balance(:'user_id')::text,
    'the current balance'
);

select * from finish();
rollback;
