-- Planted: a reservation that was charged more than its entries say.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
select tests.tamper(
    format('update credits.reservations set charged = 2 where user_id = %L', :'user_id')
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('entries of a reservation add up to what was charged')$$,
    'found'
);

select * from finish();
rollback;
