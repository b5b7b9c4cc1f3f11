-- What is held or spent can't be reserved again, down to the last decimal.
begin;
select plan(5);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4);

select is(
    tests.refusal(
        format('select credits.reserve(%L, 6.0001, ''story'')', :'user_id')
    ), 'TH402', 'more than is there'
);
select is(tests.stored_balance(:'user_id'), '6 available, 4 held, 0 owed', 'nothing moved');
select is(
    tests.refusal(
        format('select credits.reserve(%L, 6, ''story'')', :'user_id')
    ), null, 'all that is there'
);
select is(
    tests.refusal(
        format('select credits.reserve(%L, 0.0001, ''story'')', :'user_id')
    ), 'TH402', 'no more'
);
select is(tests.stored_balance(:'user_id'), '0 available, 10 held, 0 owed', 'all is held');

select * from finish();
rollback;
