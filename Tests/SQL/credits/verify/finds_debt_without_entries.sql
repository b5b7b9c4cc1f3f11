-- Planted: debt that no entry explains.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.tamper(
    format('update credits.accounts set debt = 1, debt_limit = 1 where user_id = %L', :'user_id')
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries of debt add up to debt')$$,
    'found'
);

select * from finish();
rollback;
