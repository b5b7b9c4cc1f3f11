-- A second settlement is a conflict that changes nothing.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as confirmed \gset
select tests.reserved(:'user_id', 10) as released \gset
select credits.confirm(:'user_id', :'confirmed', 4);
select credits.release(:'user_id', :'released');

select is(
    tests.refusal(format('select credits.release(%L, %L)', :'user_id', :'released')),
    'TH410',
    'released twice'
);
select is(
    tests.refusal(format('select credits.release(%L, %L)', :'user_id', :'confirmed')),
    'TH410',
    'released after confirm'
);
select is(tests.stored_balance(:'user_id'), '96 available, 0 held, 0 owed', 'no credits moved');

select * from finish();
rollback;
