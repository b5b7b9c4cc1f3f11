-- The service has verified the token; whether its user and session are still there is decided here.
create or replace function identity.require_user(p_context jsonb)
returns identity.caller
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_uuid constant text := '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
    v_claims jsonb := identity.object_of(p_context, 'claims');
    v_session_id text := v_claims ->> 'session_id';
    v_user auth.users;
    v_caller identity.caller;
begin
    if v_claims is null then
        v_caller.refusal := identity.refuse(
            401, 'no_authorization', 'This endpoint requires a valid Bearer token'
        );
        return v_caller;
    elsif not identity.allows(v_claims, array['auth']) then
        v_caller.refusal := identity.refuse(
            403, 'insufficient_scope', 'The key lacks the scope identity:manage'
        );
        return v_caller;
    elsif v_claims ->> 'sub' is null then
        v_caller.refusal := identity.refuse(403, 'bad_jwt', 'invalid claim: missing sub claim');
        return v_caller;
    elsif v_claims ->> 'sub' !~ c_uuid then
        v_caller.refusal := identity.refuse(
            400, 'bad_jwt', 'invalid claim: sub claim must be a UUID'
        );
        return v_caller;
    end if;

    select u.* into v_user
    from auth.users u
    where u.id = (v_claims ->> 'sub')::uuid and u.deleted_at is null;
    if not found then
        v_caller.refusal := identity.refuse(
            403, 'user_not_found', 'User from sub claim in JWT does not exist'
        );
    elsif v_user.banned_until > now() then
        v_caller.refusal := identity.refuse(403, 'user_banned', 'User is banned');
    elsif v_session_id is not null and (
        v_session_id !~ c_uuid
        or not exists (
            select from auth.sessions s
            where
                s.id = v_session_id::uuid and s.user_id = v_user.id
                and (s.not_after is null or s.not_after > now())
        )
    ) then
        v_caller.refusal := identity.refuse(
            403, 'session_not_found', 'Session from session_id claim in JWT does not exist'
        );
    else
        v_caller.user_id := v_user.id;
        v_caller.session_id := v_session_id::uuid;
    end if;
    return v_caller;
end
$$;

comment on function identity.require_user(jsonb) is
    'The user and session of a request''s claims, or why there is none: 401 no_authorization, 403 insufficient_scope, bad_jwt, user_not_found, user_banned, session_not_found.';
