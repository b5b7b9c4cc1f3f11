-- Exchanges a refresh token.
create function tests.refresh(p_token text) returns identity.answer language sql volatile as $$
    select a
    from identity.grant_token(
        jsonb_build_object('refresh_token', p_token),
        tests.context(null, '{"grant_type": "refresh_token"}')
    ) a
$$;
