-- Whoever tries has to wait for the user's row, so wrong codes are counted exactly, however many
-- come at once; the last one that is allowed spends the code. Counts are committed: nothing is
-- raised.
create or replace function identity.redeem_code(
    p_token_types text[],
    p_address text,
    p_code text
)
returns identity.redemption
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_settings identity.settings;
    v_token record;
    v_redemption identity.redemption;
begin
    select s.* into strict v_settings from identity.settings s;
    perform
    from auth.users u
    where
        u.id in (
            select t.user_id
            from auth.one_time_tokens t
            where
                t.relates_to = lower(p_address) and t.token_type::text = any(p_token_types)
        )
    order by u.id
    for no key update;

    for v_token in
        select t.*
        from auth.one_time_tokens t
        where
            t.relates_to = lower(p_address) and t.token_type::text = any(p_token_types)
            and t.created_at > clock_timestamp() - make_interval(secs => v_settings.code_seconds)
            and t.tries < v_settings.code_tries
        order by t.created_at desc
    loop
        if
            v_token.token_hash = identity.digest(
                'one-time token', identity.digest('link', v_token.id || ':' || coalesce(p_code, ''))
            )
        then
            delete from auth.one_time_tokens t where t.id = v_token.id;
            v_redemption.user_id := v_token.user_id;
            v_redemption.token_type := v_token.token_type;
            exit;
        end if;
        update auth.one_time_tokens t
        set tries = t.tries + 1, updated_at = clock_timestamp()
        where t.id = v_token.id;
    end loop;

    if v_redemption.user_id is null then
        v_redemption.refusal := identity.refuse(
            403, 'otp_expired', 'Token has expired or is invalid'
        );
    end if;
    return v_redemption;
end
$$;

comment on function identity.redeem_code(text[], text, text) is
    'Spends a code that was mailed to an address, or counts a wrong one: 403 otp_expired, which after too many it always is.';
