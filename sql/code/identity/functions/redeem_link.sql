create or replace function identity.redeem_link(p_token_types text[], p_link_token text)
returns identity.redemption
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_settings identity.settings;
    v_digest text := identity.digest(
        'one-time token', regexp_replace(coalesce(p_link_token, ''), '^pkce_', '')
    );
    v_redemption identity.redemption;
begin
    select s.* into strict v_settings from identity.settings s;
    perform
    from auth.users u
    where
        u.id = (
            select t.user_id
            from auth.one_time_tokens t
            where t.token_hash = v_digest and t.token_type::text = any(p_token_types)
        )
    for no key update;

    delete from auth.one_time_tokens t
    where
        t.token_hash = v_digest and t.token_type::text = any(p_token_types)
        and t.created_at > clock_timestamp() - make_interval(
            secs => case t.token_type
                when 'recovery_token' then v_settings.code_seconds
                else v_settings.link_seconds
            end
        )
    returning t.user_id, t.token_type::text into v_redemption.user_id, v_redemption.token_type;
    if not found then
        v_redemption.refusal := identity.refuse(
            403, 'otp_expired', 'Email link is invalid or has expired'
        );
    end if;
    return v_redemption;
end
$$;

comment on function identity.redeem_link(text[], text) is
    'Spends the token of a link: 403 otp_expired when there is none such.';
