-- Every argument is refused by its name.
begin;
select plan(5);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset

select is(
    tests.refusal(format('select credits.release(null, %L)', :'id')),
    'TH001 user_id',
    'no user'
);
select is(
    tests.refusal(format('select credits.release(%L, null)', :'user_id')),
    'TH001 reservation_id',
    'no reservation'
);
select is(
    tests.refusal(format('select credits.release(%L, %L, '''')', :'user_id', :'id')),
    'TH001 reason',
    'an empty reason'
);
select is(
    tests.refusal(format('select credits.release(%L, %L, repeat(''r'', 501))', :'user_id', :'id')),
    'TH001 reason',
    'a reason of 501 characters'
);
select is(tests.stored_balance(:'user_id'), '90 available, 10 held, 0 owed', 'it still holds');

select * from finish();
rollback;
