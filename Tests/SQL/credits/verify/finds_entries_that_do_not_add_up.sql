-- Planted: an account with more than its entries explain.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.tamper(
    format('update credits.accounts set available = 10.0001 where user_id = %L', :'user_id')
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries add up to available + held - debt')$$,
    'found'
);

select * from finish();
rollback;
