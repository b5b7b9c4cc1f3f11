-- Settling lapses expired grants as far as nothing holds them, and looks ahead to the next expiry.
begin;
select plan(4);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour');
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '2 hours');
select tests.reserved(:'user_id', 4, '1 day');
select tests.let_time_pass(:'user_id', '1 hour');

select credits.settle(:'user_id');
select is(tests.remaining(:'user_id'), '{4,10}', 'what is held stays');
select is(tests.stored_balance(:'user_id'), '10 available, 4 held, 0 owed', 'the rest has gone');
select is(
    a.next_expiry_at,
    (select min(g.expires_at)::timestamptz from credits.grants g where g.user_id = :'user_id'),
    'the held grant is still due'
)
from credits.accounts a where a.user_id = :'user_id';
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
