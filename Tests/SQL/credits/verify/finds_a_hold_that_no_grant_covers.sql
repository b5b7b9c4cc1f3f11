-- Planted: a reservation that was made before the only grant that could pay for it.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 1);
select tests.tamper(
    format('update credits.reservations set sequence = 0 where user_id = %L', :'user_id')
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('grants cover each live reservation')$$,
    'found'
);

select * from finish();
rollback;
