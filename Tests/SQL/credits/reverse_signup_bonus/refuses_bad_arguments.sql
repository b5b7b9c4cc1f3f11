-- Every argument is refused by its name; a user without a claim is not found.
begin;
select plan(7);

select tests.a_member() as user_id \gset
select tests.a_member() as other \gset
select credits.claim_signup_bonus(:'other');

select is(
    tests.refusal(format('select credits.reverse_signup_bonus(%L, %L)', bad.user_id, bad.reason)),
    bad.refusal,
    bad.why
)
from (values
    (null, 'x', 'TH001 user_id', 'no user'),
    (:'other', null, 'TH001 reason', 'no reason'),
    (:'other', '', 'TH001 reason', 'an empty reason'),
    (:'other', repeat('x', 501), 'TH001 reason', 'a long reason'),
    (:'user_id', 'x', 'TH404 signup_bonus', 'no claim'),
    (gen_random_uuid()::text, 'x', 'TH404 signup_bonus', 'nobody')
) as bad (user_id, reason, refusal, why);
select is(tests.balance(:'other'), '1000 available, 0 held, 0 owed', 'nothing was taken');

select * from finish();
rollback;
