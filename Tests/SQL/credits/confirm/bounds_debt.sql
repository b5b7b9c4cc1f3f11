-- Debt stops at the account's limit, which is zero unless set; a confirm that would pass it changes
-- nothing.
begin;
select plan(7);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as one \gset
select tests.reserved(:'user_id', 5) as two \gset

select is(
    tests.refusal(format('select credits.confirm(%L, %L, 6, ''debt'')', :'user_id', :'one')),
    'TH402',
    'no debt without a limit'
);
select credits.set_debt_limit(:'user_id', 3);
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 8.0001, ''debt'')', :'user_id', :'one')),
    'TH402',
    'above the limit'
);
select is(tests.stored_balance(:'user_id'), '0 available, 10 held, 0 owed', 'nothing changed');
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 7, ''debt'')', :'user_id', :'one')),
    null,
    'below the limit'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 6.0001, ''debt'')', :'user_id', :'two')),
    'TH402',
    'the limit is for all debt together'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 6, ''debt'')', :'user_id', :'two')),
    null,
    'up to the limit'
);
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 3 owed', 'three are owed');

select * from finish();
rollback;
