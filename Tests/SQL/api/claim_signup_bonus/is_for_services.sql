-- A service claims for any user, and tells device, card and network.
begin;
select plan(3);

select tests.a_member() as user_id \gset
set local role service_role;
select is(format('%s %s', g.user_id, g.amount), format('%s 1000', :'user_id'), 'it is granted')
from api.claim_signup_bonus(
    user_id => :'user_id', device => 'd', card => 'c', network => '203.0.113.1'
) g;
reset role;
select set_eq(
    format(
        'select i.kind::text from credits.signup_identities i where i.claimed_by = %L', :'user_id'
    ),
    $$values ('email'), ('device'), ('card')$$,
    'claimed with all of them'
);
select is(c.network, '203.0.113.0/24'::cidr, 'from there')
from credits.signup_claims c where c.user_id = :'user_id';

select * from finish();
rollback;
