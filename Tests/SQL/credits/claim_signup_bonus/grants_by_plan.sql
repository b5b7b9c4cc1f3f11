-- The bonus is what the user's plan gives, and the answer is the grant.
begin;
select plan(5);

select tests.a_member() as free \gset
select tests.a_member(p_plan => 'pro') as pro \gset

select is(
    format('%s %s %s %s', g.source, g.amount, g.remaining, coalesce(g.expires_at::text, 'forever')),
    'signup_bonus 1000 1000 forever',
    'free'
)
from credits.claim_signup_bonus(:'free') g;
select is(format('%s %s', g.source, g.amount), 'signup_bonus 20000', 'pro')
from credits.claim_signup_bonus(:'pro') g;
select is(tests.balance(:'free'), '1000 available, 0 held, 0 owed', 'the balance of free');
select is(tests.balance(:'pro'), '20000 available, 0 held, 0 owed', 'the balance of pro');
select results_eq(
    format(
        'select c.plan::text, g.source::text from credits.signup_claims c
        join credits.grants g on g.user_id = c.user_id and g.id = c.grant_id
        where c.user_id in (%L, %L) order by 1',
        :'free', :'pro'
    ),
    $$values ('free', 'signup_bonus'), ('pro', 'signup_bonus')$$,
    'claims name the grants'
);

select * from finish();
rollback;
