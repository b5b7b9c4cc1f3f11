-- Charging more than was reserved is refused unless the call says otherwise, and changes nothing.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 30) as id \gset

select is(
    tests.refusal(format('select credits.confirm(%L, %L, 30.0001)', :'user_id', :'id')),
    'TH001 amount',
    'by default'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 30.0001, ''reject'')', :'user_id', :'id')),
    'TH001 amount',
    'by name'
);
select is(tests.stored_balance(:'user_id'), '70 available, 30 held, 0 owed', 'nothing changed');
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 30, ''reject'')', :'user_id', :'id')),
    null,
    'as much is accepted'
);

select * from finish();
rollback;
