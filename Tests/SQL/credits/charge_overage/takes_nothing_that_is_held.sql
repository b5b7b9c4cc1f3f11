-- What another reservation holds is not taken for an overage, and a limit that is passed undoes
-- everything.
begin;
select plan(3);

select tests.a_user(20) as user_id \gset
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 10) as two \gset

select is(r.charged::text || ' ' || r.shortfall::text, '10 2', 'a shortfall')
from credits.confirm(:'user_id', :'one', 12, 'available') r;
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 11, ''debt'')', :'user_id', :'two')),
    'TH402',
    'no debt without a limit'
);
select is(
    tests.stored_balance(:'user_id'),
    '0 available, 10 held, 0 owed',
    'the second still holds'
);

select * from finish();
rollback;
