-- With overage available a confirm takes what is there and records what it could not take.
begin;
select plan(4);

select tests.a_user(40) as user_id \gset
select tests.reserved(:'user_id', 30) as id \gset
select tests.reserved(:'user_id', 5) as other_id \gset

select is(r.charged::text || ' ' || r.shortfall::text, '35 10.5', 'the hold and what was available')
from credits.confirm(:'user_id', :'id', 45.5, 'available') r;
select is(
    tests.stored_balance(:'user_id'),
    '0 available, 5 held, 0 owed',
    'another hold is not touched'
);
select is((credits.confirm(:'user_id', :'other_id')).charged::text, '5', 'and can be charged');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
