-- Runs ahead of every request that comes with a key, in its transaction.
-- Definer because callers have no right on the tables.
create or replace function identity.check_scopes(variadic p_objects text[])
returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_claims jsonb := auth.jwt();
    v_scopes text;
begin
    if identity.allows(v_claims, p_objects) then
        return;
    end if;

    select string_agg(distinct s.scope, ', ' order by s.scope) into v_scopes
    from identity.api_scope_objects s
    where s.object = any(p_objects) and not v_claims -> 'scopes' ? s.scope;
    perform ops.fail('TH403', 'scope', 'the key lacks: ' || coalesce(v_scopes, 'all'));
end
$$;

grant execute on function identity.check_scopes(text[])
    to anon, authenticated, service_role, authenticator;
comment on function identity.check_scopes(text[]) is
    'Refuses a request by a key whose scopes don''t open every one of p_objects (schema and name of views and functions). Raises TH403.';
