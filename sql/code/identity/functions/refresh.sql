-- A refresh token is exchanged for its child once. Whoever shows it again shortly after has lost
-- the answer, or asked twice at once, and gets the newest of the family; later it has been stolen
-- from somebody, and the session ends, which is committed although it is refused.
-- Race: the session's row is locked first, so a family has one newest token, however many ask.
create or replace function identity.refresh(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz;
    v_token text := identity.text_of(p_request, 'refresh_token');
    v_digest text;
    v_interval_seconds integer;
    v_session record;
    v_row record;
begin
    if v_token is null then
        return identity.refuse(400, 'validation_failed', 'refresh_token required');
    elsif v_token !~ '^[0-9a-f]{64}$' then
        return identity.refuse(400, 'validation_failed', 'Refresh token is not valid');
    end if;
    v_digest := identity.digest('refresh token', v_token);

    select s.id, s.not_after, u.banned_until into v_session
    from auth.refresh_tokens t
    join auth.sessions s on s.id = t.session_id
    join auth.users u on u.id = s.user_id
    where t.token = v_digest
    for no key update of s;
    if not found then
        return identity.refuse(
            400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'
        );
    end if;
    v_at := clock_timestamp();
    if v_session.banned_until > v_at then
        return identity.refuse(400, 'user_banned', 'Invalid Refresh Token: User Banned');
    elsif v_session.not_after <= v_at then
        return identity.refuse(400, 'session_expired', 'Invalid Refresh Token: Session Expired');
    end if;

    select t.revoked, t.updated_at into strict v_row
    from auth.refresh_tokens t
    where t.token = v_digest;
    if not v_row.revoked then
        update auth.refresh_tokens t set revoked = true, updated_at = v_at where t.token = v_digest;
        update auth.sessions s set refreshed_at = v_at, updated_at = v_at where s.id = v_session.id;
        v_token := identity.child_token(v_token);
        insert into auth.refresh_tokens (token, parent, user_id, session_id)
        select identity.digest('refresh token', v_token), v_digest, s.user_id, s.id
        from auth.sessions s
        where s.id = v_session.id;
        return identity.session_answer(v_session.id, v_token, p_context);
    end if;

    select s.reuse_interval_seconds into strict v_interval_seconds from identity.settings s;
    if v_row.updated_at + make_interval(secs => v_interval_seconds) > v_at then
        while v_row.revoked loop
            v_token := identity.child_token(v_token);
            select t.revoked into v_row
            from auth.refresh_tokens t
            where t.token = identity.digest('refresh token', v_token) and t.session_id = v_session.id;
        end loop;
        if found then
            return identity.session_answer(v_session.id, v_token, p_context);
        end if;
    end if;

    delete from auth.sessions s where s.id = v_session.id;
    return identity.refuse(
        400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used'
    );
end
$$;

comment on function identity.refresh(jsonb, jsonb) is
    'POST /token?grant_type=refresh_token {refresh_token}: 200 with the session and its next refresh token. Refuses: 400 validation_failed, refresh_token_not_found, refresh_token_already_used (the session has ended), session_expired, user_banned.';
