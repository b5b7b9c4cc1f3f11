-- A reservation that is out of time can't be charged, swept or not.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset
select tests.let_time_pass(:'user_id', '15 minutes');

select is(
    tests.refusal(format('select credits.confirm(%L, %L)', :'user_id', :'id')),
    'TH411',
    'before a sweep'
);
select credits.sweep();
select is(
    tests.refusal(format('select credits.confirm(%L, %L)', :'user_id', :'id')),
    'TH411',
    'after it'
);
select is(tests.stored_balance(:'user_id'), '100 available, 0 held, 0 owed', 'nothing was charged');

select * from finish();
rollback;
