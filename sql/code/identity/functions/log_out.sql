-- POST /logout
-- Definer because users have no right on the tables.
create or replace function identity.log_out(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
-- All endpoints are called alike. @plpgsql_check_options: extra_warnings = off
declare
    v_caller identity.caller := identity.require_user(p_context);
    v_scope text := coalesce(identity.text_of(p_context -> 'query', 'scope'), 'global');
begin
    if (v_caller.refusal).status is not null then
        return v_caller.refusal;
    elsif v_scope not in ('global', 'local', 'others') then
        return identity.refuse(
            400, 'validation_failed',
            format('Unsupported logout scope %s', to_json(left(v_scope, 50)))
        );
    end if;

    if v_scope = 'local' and v_caller.session_id is not null then
        delete from auth.sessions s where s.id = v_caller.session_id;
    else
        perform from auth.users u where u.id = v_caller.user_id for no key update;
        perform identity.end_sessions(
            v_caller.user_id, case v_scope when 'others' then v_caller.session_id end
        );
    end if;
    return identity.reply(204, null);
end
$$;

grant execute on function identity.log_out(jsonb, jsonb) to thin_auth;
comment on function identity.log_out(jsonb, jsonb) is
    'POST /logout?scope=global|local|others: 204; the sessions end at once. Refuses as identity.require_user, and 400 validation_failed for another scope.';
