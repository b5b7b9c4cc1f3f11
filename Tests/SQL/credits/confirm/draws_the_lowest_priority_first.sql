-- Grants are drawn by priority before anything else.
begin;
select plan(3);

select tests.a_user() as user_id \gset
select credits.grant_credits(
    :'user_id',
    10,
    'purchase',
    p_priority => 200,
    p_expires_at => clock_timestamp() + interval '1 hour'
);
select credits.grant_credits(:'user_id', 10, 'purchase', p_priority => -1);
select credits.grant_credits(
    :'user_id',
    10,
    'purchase',
    p_priority => 100,
    p_expires_at => clock_timestamp() + interval '1 day'
);

select credits.confirm(:'user_id', tests.reserved(:'user_id', 4));
select is(tests.remaining(:'user_id'), '{10,6,10}', 'priority -1');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10));
select is(tests.remaining(:'user_id'), '{10,0,6}', 'then 100');
select credits.confirm(:'user_id', tests.reserved(:'user_id', 10));
select is(tests.remaining(:'user_id'), '{6,0,0}', 'then 200');

select * from finish();
rollback;
