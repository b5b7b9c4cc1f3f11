-- A reservation lives between 1 second and 24 hours.
begin;
select plan(8);

select tests.a_user(100) as user_id \gset

select is(
    tests.refusal(
        format('select credits.reserve(%L, 1, ''story'', p_ttl => %s)', :'user_id', bad.ttl)
    ),
    'TH001 ttl',
    bad.ttl
)
from (
    values ('null'),
    ('''0 s'''),
    ('''0.999999 s'''),
    ('''-1 s'''),
    ('''24 hours 1 microsecond'''),
    ('''1 month''')
) as bad (ttl);
select is(r.expires_at - r.created_at, interval '1 second', '1 second')
from credits.reserve(:'user_id', 1, 'story', p_ttl => '1 second') r;
select is(r.expires_at - r.created_at, interval '24 hours', '24 hours')
from credits.reserve(:'user_id', 1, 'story', p_ttl => '24 hours') r;

select * from finish();
rollback;
