-- Elsewhere the check whether a webhooks event was seen, and what it grants, were apart, so that
-- it granted twice. Here the key is written with the grant, or neither is.
begin;
select plan(4);

select tests.a_user() as user_id \gset
savepoint crash;
select credits.grant_credits(:'user_id', 500, 'purchase', p_idempotency_key => 'evt_1');
rollback to crash;
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'a crash leaves no grant');
select is_empty(
    format('select from credits.idempotency_keys where user_id = %L', :'user_id'), 'nor a key that says there was one'
);

select (credits.grant_credits(:'user_id', 500, 'purchase', p_idempotency_key => 'evt_1')).id as id \gset
select is(
    (credits.grant_credits(:'user_id', 500, 'purchase', p_idempotency_key => 'evt_1')).id,
    :'id',
    'delivered again it is answered with the first grant'
);
select is(tests.balance(:'user_id'), '500 available, 0 held, 0 owed', 'granted once');

select * from finish();
rollback;
