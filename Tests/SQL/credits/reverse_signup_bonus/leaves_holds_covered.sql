-- What a live reservation holds of a bonus stays held and can be confirmed after the reversal.
begin;
select plan(3);

select tests.a_member() as user_id \gset
select credits.claim_signup_bonus(:'user_id');
select tests.reserved(:'user_id', 300) as reservation_id \gset
select credits.reverse_signup_bonus(:'user_id', 'farmed');

select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');
select is(
    (credits.confirm(:'user_id', :'reservation_id')).charged::numeric, 300::numeric, 'it is charged'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'and is sound after that');

select * from finish();
rollback;
