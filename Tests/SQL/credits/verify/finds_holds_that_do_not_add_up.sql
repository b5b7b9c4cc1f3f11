-- Planted: credits that are held for no reservation.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.tamper(
    format('update credits.accounts set available = 9, held = 1 where user_id = %L', :'user_id')
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('live reservations add up to held')$$,
    'found'
);

select * from finish();
rollback;
