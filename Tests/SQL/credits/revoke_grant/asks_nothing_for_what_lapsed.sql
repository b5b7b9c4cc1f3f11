-- What lapsed unused was of no use to the user: it is written off, only what was spent is owed.
begin;
select plan(3);

select tests.a_user() as user_id \gset
select (credits.grant_credits(:'user_id', 10, 'purchase', clock_timestamp() + interval '1 hour')).id as grant_id \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 3));
select tests.let_time_pass(:'user_id', '2 hours');

select is(format('%s taken, %s owed, %s written off', r.taken, r.owed, r.written_off), '0 taken, 2 owed, 0 written off', 'a part')
from credits.revoke_grant(:'user_id', :'grant_id', 'refund', 2) r;
select is(format('%s taken, %s owed, %s written off', r.taken, r.owed, r.written_off), '0 taken, 1 owed, 7 written off', 'the rest')
from credits.revoke_grant(:'user_id', :'grant_id', 'refund') r;
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
