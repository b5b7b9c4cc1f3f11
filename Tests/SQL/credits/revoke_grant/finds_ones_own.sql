-- Another user's grant is not found.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select g.id as grant_id from credits.grants g where g.user_id = :'other' \gset

select is(
    tests.refusal(format('select credits.revoke_grant(%L, %L, ''refund'')', :'user_id', :'grant_id')),
    'TH404 grant',
    'another''s'
);
select is(
    tests.refusal(format('select credits.revoke_grant(%L, gen_random_uuid(), ''refund'')', :'user_id')),
    'TH404 grant',
    'an unknown one'
);
select is(
    tests.refusal(format('select credits.revoke_grant(gen_random_uuid(), %L, ''refund'')', :'grant_id')),
    'TH404 account',
    'an unknown user'
);
select is(tests.balance(:'other'), '10 available, 0 held, 0 owed', 'it stands');

select * from finish();
rollback;
