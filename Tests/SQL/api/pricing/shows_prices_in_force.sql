-- Users see the prices in force, neither past nor planned ones; nobody unknown sees any.
begin;
select plan(3);

select credits.set_price('story', 'job', 1);
select credits.set_price('story', 'job', 2);
select credits.set_price('story', 'job', 3, p_effective_at => '2999-01-01');
select credits.set_price('chat', 'tokens', 0.15, 1000000);
select tests.a_user() as user_id \gset

select columns_are(
    'api', 'pricing', array['job_type', 'unit', 'price', 'per_units', 'effective_at', 'updated_at']
);
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select string_agg(format(''%s %s %s %s'', job_type, unit, price, per_units), '', '' order by job_type)
        from api.pricing where effective_at <= clock_timestamp()'
    ),
    'chat tokens 0.15 1000000, story job 2 1',
    'what is in force'
);
select is(tests.attempt('anon', null, 'select count(*) from api.pricing'), '42501', 'anon');

select * from finish();
rollback;
