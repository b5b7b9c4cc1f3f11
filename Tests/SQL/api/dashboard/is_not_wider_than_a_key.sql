-- A key whose scopes don't open the balance or subscriptions doesn't see them on the dashboard either.
begin;
select plan(7);

select tests.a_user(50) as user_id \gset
create function pg_temp.seen(p_claims jsonb, p_scopes jsonb) returns text language sql volatile as $$
    select tests.attempt(
        p_claims || case when p_scopes is null then '{}' else jsonb_build_object('api_key_id', gen_random_uuid(), 'scopes', p_scopes) end,
        format('select (d.balance ->> ''available'')::text from api.dashboard(user_id => %L) d', p_claims ->> 'user')
    )
$$;

select is(
    pg_temp.seen(jsonb_build_object('role', k.role, 'sub', :'user_id', 'user', :'user_id'), k.scopes),
    k.seen, concat_ws(' ', k.role, k.scopes)
)
from (values
    ('authenticated', '["usage:read"]'::jsonb, 'TH403'),
    ('authenticated', '["usage:read", "credits:read"]', 'TH403'),
    ('authenticated', '["usage:read", "credits:read", "billing:read"]', '50'),
    ('authenticated', '["all"]', '50'),
    ('authenticated', null, '50'),
    ('service_role', '["usage:read"]', 'TH403'),
    ('service_role', null, '50')
) as k (role, scopes, seen);

select * from finish();
rollback;
