create or replace function identity.exchange_code(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_verifier text := identity.text_of(p_request, 'code_verifier');
    v_digest text;
    v_user auth.users;
    v_flow record;
begin
    if identity.text_of(p_request, 'auth_code') is null or v_verifier is null then
        return identity.refuse(
            400, 'validation_failed',
            'invalid request: both auth code and code verifier should be non-empty'
        );
    end if;
    v_digest := identity.digest('auth code', identity.text_of(p_request, 'auth_code'));

    select u.* into v_user
    from auth.users u
    where u.id = (select f.user_id from auth.flow_state f where f.auth_code = v_digest)
    for no key update;
    -- Again, since somebody may have exchanged it before the user's row was ours.
    select f.* into v_flow from auth.flow_state f where f.auth_code = v_digest;
    if not found then
        return identity.refuse(
            404, 'flow_state_not_found', 'invalid flow state, no valid flow state found'
        );
    elsif v_flow.auth_code_issued_at < clock_timestamp() - interval '5 minutes' then
        return identity.refuse(
            403, 'flow_state_expired', 'invalid flow state, flow state has expired'
        );
    elsif v_flow.code_challenge <> (
        case v_flow.code_challenge_method
            when 's256' then rtrim(
                translate(encode(sha256(convert_to(v_verifier, 'UTF8')), 'base64'), '+/', '-_'), '='
            )
            else v_verifier
        end
    ) then
        return identity.refuse(
            400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier'
        );
    elsif v_user.banned_until > now() then
        return identity.refuse(403, 'user_banned', 'User is banned');
    end if;

    delete from auth.flow_state f where f.id = v_flow.id;
    return identity.open_session(v_user.id, v_flow.authentication_method, p_context);
end
$$;

comment on function identity.exchange_code(jsonb, jsonb) is
    'POST /token?grant_type=pkce {auth_code, code_verifier}: 200 with a session, once. Refuses: 400 validation_failed, bad_code_verifier; 403 flow_state_expired, user_banned; 404 flow_state_not_found.';
