-- Planted: an account with more than its grants hold.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.tamper(
    format('update credits.accounts set available = 11 where user_id = %L', :'user_id')
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('grants cover available + held')$$,
    'found'
);

select * from finish();
rollback;
