-- Elsewhere a key was forgotten after five minutes, and a late retry charged again. Here a replay
-- a year later, after its month was archived, is answered as the first call was.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select (credits.grant_credits(:'user_id', 10, 'purchase', p_idempotency_key => 'k')).id as grant_id \gset
select (credits.reserve(:'user_id', 4, 'story', p_idempotency_key => 'k')).id as id \gset
select credits.confirm(:'user_id', :'id', 3, p_idempotency_key => 'k');
select tests.let_time_pass(:'user_id', '400 days');
select tests.archive(:'user_id');

select is(
    (credits.grant_credits(:'user_id', 10, 'purchase', p_idempotency_key => 'k')).id, :'grant_id', 'a grant'
);
select is((credits.reserve(:'user_id', 4, 'story', p_idempotency_key => 'k')).id, :'id', 'a reservation');
select is(
    (credits.confirm(:'user_id', :'id', 3, p_idempotency_key => 'k')).charged::text, '3', 'a confirm'
);
select is(tests.balance(:'user_id'), '7 available, 0 held, 0 owed', 'each happened once');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
