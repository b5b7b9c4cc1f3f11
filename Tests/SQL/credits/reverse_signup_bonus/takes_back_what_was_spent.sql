-- What was spent of a bonus is owed after its reversal; a later grant repays it.
begin;
select plan(3);

select tests.a_member() as user_id \gset
select credits.claim_signup_bonus(:'user_id');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 300));
select credits.reverse_signup_bonus(:'user_id', 'farmed');

select is(tests.balance(:'user_id'), '0 available, 0 held, 300 owed', 'owed');
select credits.grant_credits(:'user_id', 1000, 'purchase');
select is(tests.balance(:'user_id'), '700 available, 0 held, 0 owed', 'repaid');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
