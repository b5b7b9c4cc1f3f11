-- The service role calls credits.confirm_many by JSON; nobody else does.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 6) as id \gset
set local role service_role;
select string_agg(
    concat_ws(' ', o.ordinality, o.reservation_id is not null, o.error_code), ', ' order by o.ordinality
) as answer
from api.confirm_many(
    items => jsonb_build_array(
        jsonb_build_object('user_id', :'user_id', 'reservation_id', :'id'),
        jsonb_build_object('user_id', :'user_id', 'reservation_id', :'id'),
        '{}'::jsonb
    )
) o \gset
reset role;

select is(:'answer'::text, '1 t, 2 f TH410, 3 f TH001', 'in order');
select is(
    tests.attempt(denied.role, :'user_id', 'select api.confirm_many(''[]'')'), '42501', denied.role
)
from (values ('anon'), ('authenticated')) as denied (role);

select * from finish();
rollback;
