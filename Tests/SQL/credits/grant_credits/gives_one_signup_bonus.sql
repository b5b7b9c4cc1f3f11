-- However it is granted, a user gets one signup bonus; a replay still answers the first.
begin;
select plan(6);

select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select credits.grant_credits(:'user_id', 5, 'signup_bonus', p_idempotency_key => 'k');

select is(
    tests.refusal(format('select credits.grant_credits(%L, 5, ''signup_bonus'')', :'user_id')),
    'TH412 user',
    'a second'
);
select is(
    (
        credits.grant_credits(:'user_id', 5, 'signup_bonus', p_idempotency_key => 'k')
    ).amount::numeric, 5::numeric, 'a replay'
);
select lives_ok(
    format('select credits.grant_credits(%L, 5, ''signup_bonus'')', :'other'), 'another user'
);
select credits.grant_credits(:'user_id', 5, 'promotion');
select lives_ok(
    format('select credits.grant_credits(%L, 5, ''promotion'')', :'user_id'),
    'another source, twice'
);
select is(tests.balance(:'user_id'), '15 available, 0 held, 0 owed', 'that is all');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
