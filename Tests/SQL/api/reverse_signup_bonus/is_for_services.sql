-- A service reverses a bonus; every argument is passed on.
begin;
select plan(1);

select tests.a_member() as user_id \gset
select credits.claim_signup_bonus(:'user_id');
set local role service_role;
select is(
    format('%s %s', c.user_id, c.reversed_reason), format('%s farmed', :'user_id'), 'reversed'
)
from api.reverse_signup_bonus(user_id => :'user_id', reason => 'farmed') c;

select * from finish();
rollback;
