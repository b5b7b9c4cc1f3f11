-- Whoever has a key can't make another of it, nor keep it alive, whatever its scopes and role.
begin;
select plan(6);

select tests.a_user() as user_id \gset
create function pg_temp.by_key(p_role text, p_user_id uuid, p_sql text) returns text language plpgsql as $$
declare
    v_refusal text;
begin
    perform
        set_config(
            'request.jwt.claims',
            jsonb_build_object('sub', p_user_id, 'role', p_role, 'api_key_id', gen_random_uuid(), 'scopes', '["all"]'::jsonb)::text,
            true
        ),
        set_config('role', p_role, true);
    v_refusal := tests.refusal(p_sql);
    perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
    return v_refusal;
end
$$;
grant usage on schema tests to authenticated, service_role;

select is(pg_temp.by_key(r.role, :'user_id', c.sql), 'TH403 api_key', format('%s %s', r.role, c.sql))
from (values ('authenticated'), ('service_role')) r (role)
cross join (
    values
        ($$select api.create_api_key('x', '{all}')$$),
        ('select api.rotate_api_key(gen_random_uuid())'),
        ('select api.revoke_api_key(gen_random_uuid())')
) c (sql);

select * from finish();
rollback;
