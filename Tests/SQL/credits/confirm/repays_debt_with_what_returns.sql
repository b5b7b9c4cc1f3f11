-- What a confirm returns repays debt before it is available.
begin;
select plan(3);

select tests.a_user(20) as user_id \gset
select credits.set_debt_limit(:'user_id', 5);
select tests.reserved(:'user_id', 10) as one \gset
select tests.reserved(:'user_id', 10) as two \gset
select credits.confirm(:'user_id', :'one', 14, 'debt');
select is(tests.stored_balance(:'user_id'), '0 available, 10 held, 4 owed', 'four are owed');

select credits.confirm(:'user_id', :'two', 3);
select is(
    tests.stored_balance(:'user_id'),
    '3 available, 0 held, 0 owed',
    'of seven returned, three are left'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
