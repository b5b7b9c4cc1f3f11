-- GET /admin/users/{id}
-- Definer because callers have no right on the tables.
create or replace function identity.admin_get_user(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
-- All endpoints are called alike. @plpgsql_check_options: extra_warnings = off
declare
    v_target identity.caller := identity.find_target(p_context);
begin
    if (v_target.refusal).status is not null then
        return v_target.refusal;
    end if;
    return identity.reply(200, identity.user_json(v_target.user_id));
end
$$;

grant execute on function identity.admin_get_user(jsonb, jsonb) to thin_auth;
comment on function identity.admin_get_user(jsonb, jsonb) is
    'GET /admin/users/{id}: 200 with the user. Refuses as identity.find_target.';
