-- A grant is available at once and to the last decimal.
begin;
select plan(3);

select tests.a_user() as user_id \gset

select is(
    tests.stored_balance(:'user_id'),
    '0 available, 0 held, 0 owed',
    'a new account is empty'
);
select credits.grant_credits(:'user_id', 0.0001, 'signup_bonus');
select credits.grant_credits(:'user_id', 9999999999999.9998, 'purchase');
select is(
    tests.stored_balance(
        :'user_id'
    ), '9999999999999.9999 available, 0 held, 0 owed', 'both grants, exactly'
);
select is(
    tests.balance(:'user_id'), '9999999999999.9999 available, 0 held, 0 owed', 'the same when read'
);

select * from finish();
rollback;
