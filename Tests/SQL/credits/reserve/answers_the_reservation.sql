-- The answer is the stored row; its first ten columns are those that others rely on.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
create temporary table answer on commit drop as
select r.* from credits.reserve(
    p_user_id => :'user_id',
    p_amount => 2.50,
    p_job_type => 'image_generation',
    p_job_id => 'job-1',
    p_ttl => '1 hour',
    p_idempotency_key => 'k',
    p_description => 'A picture',
    p_metadata => '{"model": "m"}'
) r;

select results_eq(
    'select * from answer',
    format('select * from credits.reservations where user_id = %L', :'user_id'),
    'the stored row'
);
select results_eq(
    'select amount::text, charged::text, status::text, job_type::text, job_id::text, expires_at - created_at, settled_at, description::text, reason::text, shortfall::text, metadata::jsonb
    from answer',
    $$values
        ('2.5', '0', 'reserved', 'image_generation', 'job-1', interval '1 hour', null::timestamptz, 'A picture', null::text, '0', jsonb '{"model": "m"}')$$,
    'what was asked for'
);
select results_eq(
    $$select attname::text collate "default" from pg_attribute
    where attrelid = 'credits.reservations'::regclass and attnum between 1 and 10 order by attnum$$,
    $$values ('id'), ('user_id'), ('amount'), ('charged'), ('status'), ('job_type'), ('job_id'),
        ('expires_at'), ('created_at'), ('settled_at')$$,
    'columns in their order'
);

select * from finish();
rollback;
