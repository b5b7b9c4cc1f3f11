-- A time to live is a number of seconds: a day is 24 hours in every time zone.
begin;
select plan(1);

select tests.a_user(100) as user_id \gset
set local timezone = 'Europe/Berlin';

select is(
    extract(epoch from r.expires_at) - extract(epoch from r.created_at),
    86400::numeric,
    '86,400 seconds'
)
from credits.reserve(:'user_id', 1, 'story', p_ttl => '1 day') r;

select * from finish();
rollback;
