-- With overage available the rest comes out of what is available.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 30) as id \gset

select is(r.charged::text || ' ' || r.shortfall::text, '45 0', 'all is charged, nothing is missing')
from credits.confirm(:'user_id', :'id', 45, 'available') r;
select is(
    tests.stored_balance(:'user_id'),
    '55 available, 0 held, 0 owed',
    'from what was available'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
