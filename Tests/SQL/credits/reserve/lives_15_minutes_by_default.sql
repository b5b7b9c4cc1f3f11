-- Without a time to live a reservation lives 15 minutes.
begin;
select plan(1);

select tests.a_user(1) as user_id \gset

select is(r.expires_at - r.created_at, interval '15 minutes', '15 minutes')
from credits.reserve(:'user_id', 1, 'story') r;

select * from finish();
rollback;
