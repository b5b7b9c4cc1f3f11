create or replace function identity.session_answer(
    p_session_id uuid,
    p_refresh_token text,
    p_context jsonb
)
returns identity.answer
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user auth.users;
    v_seconds integer;
    v_at bigint := extract(epoch from clock_timestamp())::bigint;
    v_amr jsonb;
begin
    select u.* into strict v_user
    from auth.sessions s
    join auth.users u on u.id = s.user_id
    where s.id = p_session_id;
    select s.access_token_seconds into strict v_seconds from identity.settings s;
    select
        coalesce(
            jsonb_agg(
                jsonb_build_object(
                    'method', c.authentication_method,
                    'timestamp', extract(epoch from c.created_at)::bigint
                )
                order by c.created_at desc
            ),
            '[]'
        )
    into v_amr
    from auth.mfa_amr_claims c
    where c.session_id = p_session_id;

    return identity.reply(
        200,
        jsonb_build_object(
            'token_type', 'bearer',
            'expires_in', v_seconds,
            'expires_at', v_at + v_seconds,
            'refresh_token', p_refresh_token,
            'user', identity.user_json(v_user.id)
        ),
        jsonb_build_object(
            'iss', p_context ->> 'issuer',
            'sub', v_user.id,
            'aud', coalesce(v_user.aud, 'authenticated'),
            'exp', v_at + v_seconds,
            'iat', v_at,
            'email', coalesce(v_user.email, ''),
            'phone', coalesce(v_user.phone, ''),
            'app_metadata', coalesce(v_user.raw_app_meta_data, '{}'),
            'user_metadata', coalesce(v_user.raw_user_meta_data, '{}'),
            'role', coalesce(v_user.role, 'authenticated'),
            'aal', 'aal1',
            'amr', v_amr,
            'session_id', p_session_id,
            'is_anonymous', v_user.is_anonymous
        )
    );
end
$$;

comment on function identity.session_answer(uuid, text, jsonb) is
    'What a client gets for a session: the claims to sign as access_token, the refresh token, the user.';
