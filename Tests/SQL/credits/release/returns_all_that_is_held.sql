-- A release returns what the reservation's row says, and charges nothing.
begin;
select plan(5);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 30.0001) as id \gset
create temporary table answer on commit drop as
select r.* from credits.release(:'user_id', :'id', 'the model failed') r;

select results_eq(
    'select status::text, amount::text, charged::text, reason::text from answer',
    $$values ('released', '30.0001', '0', 'the model failed')$$,
    'released'
);
select ok(a.settled_at between a.created_at and clock_timestamp(), 'settled now') from answer a;
select results_eq(
    'select * from answer',
    format('select * from credits.reservations where user_id = %L', :'user_id'),
    'the answer is the stored row'
);
select is(
    tests.stored_balance(:'user_id'),
    '100 available, 0 held, 0 owed',
    'all is available again'
);
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 100 -> 100')$$,
    'no entry'
);

select * from finish();
rollback;
