-- Charging less than was reserved returns the rest at once.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 30) as id \gset

select is(
    (credits.confirm(:'user_id', :'id', 10.0001)).charged::text,
    '10.0001',
    'charged what was asked'
);
select is(
    tests.stored_balance(:'user_id'),
    '89.9999 available, 0 held, 0 owed',
    'the rest is available'
);
select is(
    (select r.amount::text from credits.reservations r where r.user_id = :'user_id'),
    '30',
    'what was reserved stays on record'
);

select * from finish();
rollback;
