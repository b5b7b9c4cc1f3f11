-- Inside the caller's transaction nothing stays when that is rolled back.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as id \gset
savepoint before_call;
select credits.release(:'user_id', :'id');
rollback to before_call;

select is(tests.stored_balance(:'user_id'), '5 available, 5 held, 0 owed', 'still held');
select is(
    (select r.status::text from credits.reservations r where r.user_id = :'user_id'),
    'reserved',
    'still reserved'
);

select * from finish();
rollback;
