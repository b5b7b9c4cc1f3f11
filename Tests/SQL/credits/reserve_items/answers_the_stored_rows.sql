-- An answer is the stored row, made of the arguments as reserve makes it.
begin;
select plan(2);

select tests.a_user(100) as user_id \gset
create temporary table answer on commit drop as
select (a.reservation).*
from credits.reserve_items(
    jsonb_build_array(
        jsonb_build_object(
            'user_id', :'user_id', 'amount', '2.50', 'job_type', 'image', 'job_id', 'j', 'ttl', '1 hour',
            'idempotency_key', 'k', 'description', 'd', 'metadata', '{"model": "m"}'::jsonb
        )
    )
) a;

select results_eq(
    'select * from answer',
    format('select * from credits.reservations where user_id = %L', :'user_id'),
    'the stored row'
);
select results_eq(
    'select amount::text, job_type::text, job_id::text, expires_at - created_at, description::text, metadata::jsonb
    from answer',
    $$values ('2.5', 'image', 'j', interval '1 hour', 'd', jsonb '{"model": "m"}')$$,
    'what was asked for'
);

select * from finish();
rollback;
