-- A key names one request: with another it is refused, and nothing moves.
begin;
select plan(6);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset
select tests.reserved(:'user_id', 10) as live \gset
select tests.reserved(:'user_id', 10) as released \gset
select credits.confirm(:'user_id', :'id', 5, 'reject', 'k');
select credits.release(:'user_id', :'released');

select is(
    tests.refusal(
        format('select credits.confirm(%L, %L, 6, ''reject'', ''k'')', :'user_id', :'id')
    ),
    'TH409',
    'another amount'
);
select is(
    tests.refusal(
        format('select credits.confirm(%L, %L, null, ''reject'', ''k'')', :'user_id', :'id')
    ),
    'TH409',
    'no amount'
);
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 5, ''debt'', ''k'')', :'user_id', :'id')),
    'TH409',
    'another overage'
);
select is(
    tests.refusal(
        format('select credits.confirm(%L, %L, 5, ''reject'', ''k'')', :'user_id', :'live')
    ),
    'TH409',
    'a live reservation'
);
select is(
    tests.refusal(
        format('select credits.confirm(%L, %L, 5, ''reject'', ''k'')', :'user_id', :'released')
    ),
    'TH409',
    'a released reservation'
);
select is(tests.stored_balance(:'user_id'), '85 available, 10 held, 0 owed', 'nothing moved');

select * from finish();
rollback;
