-- Inside the caller's transaction nothing stays when that is rolled back.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as id \gset
savepoint before_call;
select credits.confirm(:'user_id', :'id', 8, 'available', 'k');
rollback to before_call;

select is(tests.stored_balance(:'user_id'), '5 available, 5 held, 0 owed', 'still held');
select is(tests.remaining(:'user_id'), '{10}', 'nothing drawn');
select is(
    (select r.status::text from credits.reservations r where r.user_id = :'user_id'),
    'reserved',
    'still reserved'
);
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 10 -> 10')$$,
    'no entry'
);
select is_empty(
    format('select from credits.idempotency_keys where user_id = %L', :'user_id'),
    'no key'
);

select * from finish();
rollback;
