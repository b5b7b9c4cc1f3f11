-- Regression: a replay after the grant's expiry was refused for an expiry in the past.
begin;
select plan(1);

select tests.a_user() as user_id \gset
select clock_timestamp() + interval '1 second' as expires_at \gset
create temporary table answer on commit drop as
select g.* from credits.grant_credits(
    :'user_id',
    5,
    'purchase',
    :'expires_at',
    p_idempotency_key => 'k'
) g;
select pg_sleep_until(:'expires_at');

select results_eq(
    format(
        'select g.*
        from credits.grant_credits(%L, 5, ''purchase'', %L, p_idempotency_key => ''k'') g',
        :'user_id',
        :'expires_at'
    ),
    'select * from answer',
    'the first answer'
);

select * from finish();
rollback;
