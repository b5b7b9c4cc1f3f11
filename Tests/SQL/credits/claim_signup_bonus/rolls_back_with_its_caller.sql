-- A claim in a transaction that is rolled back leaves nothing and can be made again.
begin;
select plan(4);

select tests.a_member('ada@example.com') as user_id \gset

savepoint caller;
select credits.claim_signup_bonus(:'user_id', 'device', 'card', '192.0.2.1');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'granted');
rollback to caller;
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'rolled back');
select is_empty(
    format('select from credits.signup_identities where claimed_by = %L', :'user_id'),
    'nothing is claimed'
);
select lives_ok(
    format(
        'select credits.claim_signup_bonus(%L, ''device'', ''card'', ''192.0.2.1'')', :'user_id'
    ),
    'again'
);

select * from finish();
rollback;
