-- A refused claim leaves no identity, no count, no claim and no grant.
begin;
select plan(5);

select credits.claim_signup_bonus(tests.a_member(), p_card => 'card');
select tests.a_member('ada@example.com') as user_id \gset
create function tests.traces() returns text language sql volatile as $$
    select format(
        '%s identities, %s networks, %s claims, %s grants',
        (
            select count(*) from credits.signup_identities
        ), (select count(*) from credits.signup_networks),
        (select count(*) from credits.signup_claims), (select count(*) from credits.grants)
    )
$$;
select tests.traces() as before \gset

select is(
    tests.refusal(
        format(
            'select credits.claim_signup_bonus(%L, ''device'', ''card'', ''192.0.2.1'')', :'user_id'
        )
    ),
    'TH412 card',
    'refused for its card'
);
select is(tests.traces(), :'before', 'nothing of it stays');
select lives_ok(
    format(
        'select credits.claim_signup_bonus(%L, ''device'', ''other'', ''192.0.2.1'')', :'user_id'
    ),
    'address and device are free'
);
select is(cardinality(n.claimed_at), 1, 'it was counted once')
from credits.signup_networks n where n.network = '192.0.2.0/24';
select is_empty('select * from credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
