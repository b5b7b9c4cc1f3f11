-- Regression: a grant that was refunded into after it had been taken back, and then lapsed, made what can
-- still be collected of it negative, and more was taken than was asked for.
begin;
select plan(3);

select tests.a_user() as user_id \gset
select (credits.grant_credits(:'user_id', 100, 'purchase', clock_timestamp() + interval '1 hour')).id as grant_id \gset
select tests.reserved(:'user_id', 100) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.revoke_grant(:'user_id', :'grant_id', 'refund', 50);
select credits.grant_credits(:'user_id', 60, 'purchase');
select credits.refund(:'user_id', :'id');
select tests.let_time_pass(:'user_id', '2 hours');

select is(format('%s taken, %s owed, %s written off', r.taken, r.owed, r.written_off), '0 taken, 0 owed, 50 written off', 'the rest')
from credits.revoke_grant(:'user_id', :'grant_id', 'refund') r;
select is(tests.balance(:'user_id'), '10 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
