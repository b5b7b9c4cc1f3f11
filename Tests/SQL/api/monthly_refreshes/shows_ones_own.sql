-- A user sees the own refreshes and nobody else's; the columns are those promised.
begin;
select plan(6);

select tests.a_member(p_plan => 'pro') as one \gset
select tests.a_member(p_plan => 'pro') as other \gset
select credits.refresh_due(100000);

select columns_are(
    'api', 'monthly_refreshes', array['user_id', 'period', 'plan', 'amount', 'grant_id', 'created_at']
);
select is(
    tests.attempt(
        'authenticated', :'one',
        format('select string_agg(user_id::text, '','') from %s', seen.relation)
    ),
    :'one',
    format('%s: the own', seen.relation)
)
from unnest(array['api.monthly_refreshes', 'credits.monthly_refreshes']) as seen (relation);
select is(
    tests.attempt('authenticated', gen_random_uuid(), 'select count(*) from api.monthly_refreshes'),
    '0',
    'somebody unknown'
);
select is(
    tests.attempt('authenticated', null, 'select count(*) from api.monthly_refreshes'), '0',
    'nobody'
);
select is(
    tests.attempt('anon', :'one', 'select count(*) from api.monthly_refreshes'), '42501', 'anon'
);

select * from finish();
rollback;
