-- Inside the caller's transaction nothing stays when that is rolled back.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
savepoint before_call;
select credits.reserve(:'user_id', 5, 'story', p_idempotency_key => 'k');
rollback to before_call;

select is(tests.stored_balance(:'user_id'), '10 available, 0 held, 0 owed', 'nothing is held');
select is_empty(
    format('select from credits.reservations where user_id = %L', :'user_id'),
    'no reservation'
);
select is_empty(
    format('select from credits.idempotency_keys where user_id = %L', :'user_id'),
    'no key'
);

select * from finish();
rollback;
