-- Elsewhere a job that cost more than was held could not be settled. Here it can, and the hold
-- always ends.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select credits.set_debt_limit(:'user_id', 5);
select tests.reserved(:'user_id', 4) as one \gset
select tests.reserved(:'user_id', 4) as two \gset

select is(
    format('%s charged, %s short', r.charged, r.shortfall), '6 charged, 3 short', 'with what is there, the rest on record'
)
from credits.confirm(:'user_id', :'one', 9, 'available') r;
select is(format('%s charged, %s short', r.charged, r.shortfall), '9 charged, 0 short', 'or as bounded debt')
from credits.confirm(:'user_id', :'two', 9, 'debt') r;
select is(tests.balance(:'user_id'), '0 available, 0 held, 5 owed', 'nothing stays held');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
