create or replace function identity.open_session(p_user_id uuid, p_method text, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_token text := identity.new_token();
    v_session_id uuid;
begin
    update auth.users u set last_sign_in_at = v_at where u.id = p_user_id;
    update auth.identities i set last_sign_in_at = v_at where i.user_id = p_user_id;

    insert into auth.sessions (user_id, aal, not_after, user_agent, ip)
    select
        p_user_id, 'aal1', v_at + make_interval(secs => s.session_seconds),
        left(audit.header('user-agent'), 500), audit.request_address()
    from identity.settings s
    returning id into v_session_id;
    insert into auth.mfa_amr_claims (session_id, authentication_method)
    values (v_session_id, p_method);
    insert into auth.refresh_tokens (token, user_id, session_id)
    values (identity.digest('refresh token', v_token), p_user_id, v_session_id);

    return identity.session_answer(v_session_id, v_token, p_context);
end
$$;

comment on function identity.open_session(uuid, text, jsonb) is
    'Opens a session for a user who has proven to be one by p_method, and answers its tokens.';
