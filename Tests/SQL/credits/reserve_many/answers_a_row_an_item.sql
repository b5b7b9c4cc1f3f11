-- A row an item, in order: the reservation's id, or the code of the error.
begin;
select plan(1);

select tests.a_user(10) as user_id \gset
select string_agg(
    concat_ws(' ', o.ordinality, o.reservation_id is not null, o.error_code), ', ' order by o.ordinality
) as answer
from credits.reserve_many(
    p_items => jsonb_build_array(
        jsonb_build_object('user_id', :'user_id', 'amount', 6, 'job_type', 'story'),
        jsonb_build_object('user_id', :'user_id', 'amount', 6, 'job_type', 'story'),
        '{}'::jsonb
    )
) o \gset

select is(:'answer'::text, '1 t, 2 f TH402, 3 f TH001', 'in order');

select * from finish();
rollback;
