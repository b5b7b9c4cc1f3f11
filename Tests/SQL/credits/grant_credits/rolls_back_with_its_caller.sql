-- Inside the caller's transaction nothing stays when that is rolled back.
begin;
select plan(4);

select tests.a_user() as user_id \gset
savepoint before_call;
select credits.grant_credits(:'user_id', 5, 'purchase', p_idempotency_key => 'k');
rollback to before_call;

select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 0 owed', 'no credits');
select is_empty(format('select from credits.grants where user_id = %L', :'user_id'), 'no grant');
select is_empty(
    format('select from credits.ledger_entries where user_id = %L', :'user_id'),
    'no entry'
);
select is_empty(
    format('select from credits.idempotency_keys where user_id = %L', :'user_id'),
    'no key'
);

select * from finish();
rollback;
