-- A bonus whose grant was taken back already, in part or in whole, is reversed for what is left of
-- it.
begin;
select plan(5);

select tests.a_member() as part \gset
select tests.a_member() as whole \gset
select (credits.claim_signup_bonus(:'part')).id as part_id \gset
select (credits.claim_signup_bonus(:'whole')).id as whole_id \gset
select credits.revoke_grant(:'part', :'part_id', 'adjustment', 400);
select credits.revoke_grant(:'whole', :'whole_id', 'adjustment');

select is(
    (credits.reverse_signup_bonus(:'part', 'farmed')).reversed_reason::text, 'farmed', 'in part'
);
select is(
    (credits.reverse_signup_bonus(:'whole', 'farmed')).reversed_reason::text, 'farmed', 'in whole'
);
select is(tests.balance(u.id::uuid), '0 available, 0 held, 0 owed', 'nothing is left, nothing owed')
from (values (:'part'), (:'whole')) as u (id);
select is_empty('select * from credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
