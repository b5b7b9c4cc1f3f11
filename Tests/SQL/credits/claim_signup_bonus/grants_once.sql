-- A user who has claimed, or was granted the bonus otherwise, claims nothing more.
begin;
select plan(5);

select tests.a_member() as user_id \gset
select tests.a_member() as other \gset
select credits.claim_signup_bonus(:'user_id');
select credits.grant_credits(:'other', 5, 'signup_bonus');

select is(
    tests.refusal(format('select credits.claim_signup_bonus(%L)', :'user_id')),
    'TH412 user',
    'twice'
);
update auth.users
set email = gen_random_uuid() || '@example.com', raw_app_meta_data = '{"plan": "pro"}'
where id = :'user_id';
select is(
    tests.refusal(
        format('select credits.claim_signup_bonus(%L, ''d'', ''c'', ''192.0.2.1'')', :'user_id')
    ),
    'TH412 user',
    'with another address, device, card, network and plan'
);
select is(
    tests.refusal(format('select credits.claim_signup_bonus(%L)', :'other')),
    'TH412 user',
    'after a grant'
);
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
