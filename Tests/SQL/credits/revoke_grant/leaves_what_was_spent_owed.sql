-- What was spent of the grant, or is held, is taken from other grants, and becomes debt where these
-- have not enough; later grants, and what a hold gives back, repay it.
begin;
select plan(7);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 5));
select tests.reserved(:'user_id', 3) as live \gset
select credits.grant_credits(:'user_id', 2, 'purchase');

select is(format('%s taken, %s owed, %s written off', r.taken, r.owed, r.written_off), '4 taken, 6 owed, 0 written off', 'the answer')
from credits.revoke_grant(:'user_id', :'grant_id', 'chargeback') r;
select is(tests.balance(:'user_id'), '0 available, 3 held, 6 owed', 'the hold stands');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');
select credits.grant_credits(:'user_id', 2, 'purchase');
select is(tests.balance(:'user_id'), '0 available, 3 held, 4 owed', 'a grant repays');
select credits.confirm(:'user_id', :'live', 1);
select is(tests.balance(:'user_id'), '0 available, 0 held, 2 owed', 'so does what a hold gives back');
select credits.grant_credits(:'user_id', 5, 'purchase');
select is(tests.balance(:'user_id'), '3 available, 0 held, 0 owed', 'all');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound in the end');

select * from finish();
rollback;
