-- GET /user
-- Definer because users have no right on the tables.
create or replace function identity.get_user(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
-- All endpoints are called alike. @plpgsql_check_options: extra_warnings = off
declare
    v_caller identity.caller := identity.require_user(p_context);
begin
    if (v_caller.refusal).status is not null then
        return v_caller.refusal;
    end if;
    return identity.reply(200, identity.user_json(v_caller.user_id));
end
$$;

grant execute on function identity.get_user(jsonb, jsonb) to thin_auth;
comment on function identity.get_user(jsonb, jsonb) is
    'GET /user: 200 with the user of the token. Refuses as identity.require_user.';
