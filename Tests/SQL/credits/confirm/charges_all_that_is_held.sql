-- Without an amount a confirm charges what was reserved.
begin;
select plan(6);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 30.5) as id \gset
create temporary table answer on commit drop as
select r.* from credits.confirm(:'user_id', :'id') r;

select results_eq(
    'select status::text, amount::text, charged::text, shortfall::text from answer',
    $$values ('confirmed', '30.5', '30.5', '0')$$,
    'confirmed'
);
select ok(a.settled_at between a.created_at and clock_timestamp(), 'settled now') from answer a;
select results_eq(
    'select * from answer',
    format('select * from credits.reservations where user_id = %L', :'user_id'),
    'the answer is the stored row'
);
select is(tests.stored_balance(:'user_id'), '69.5 available, 0 held, 0 owed', 'charged');
select is(tests.remaining(:'user_id'), '{69.5}', 'drawn from the grant');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 100 -> 100'), ('charge -30.5 -> 69.5')$$,
    'an entry is written'
);

select * from finish();
rollback;
