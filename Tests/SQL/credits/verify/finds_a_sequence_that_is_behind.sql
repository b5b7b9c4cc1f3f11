-- Planted: an account that would give a sequence away twice.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.tamper(
    format('update credits.accounts set sequence = 0 where user_id = %L', :'user_id')
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('sequence is not behind')$$,
    'behind an entry'
);
select tests.reserved(:'user_id', 1);
select tests.tamper(
    format('update credits.accounts set sequence = 1 where user_id = %L', :'user_id')
);
select tests.tamper(
    format('update credits.reservations set sequence = 2 where user_id = %L', :'user_id')
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('sequence is not behind')$$,
    'behind a reservation'
);

select * from finish();
rollback;
