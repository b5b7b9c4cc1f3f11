-- Elsewhere a deduction was written twice, in SQL and in a cache, and the two parted. Here the
-- ledger is the only place: usage, entries, grants and balance of a charge say the same.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id', 3.25);

select is(
    tests.attempt('authenticated', :'user_id', 'select sum(credits_used) from api.credit_usage'), '3.25', 'usage'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select -sum(amount) from api.ledger_entries where amount < 0'),
    '3.25',
    'entries'
);
select is(tests.remaining(:'user_id'), '{6.75}', 'grants');
select is(tests.balance(:'user_id'), '6.75 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'verify compares them');

select * from finish();
rollback;
