create or replace function identity.mail_refusal(p_kind text, p_address text)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_settings identity.settings;
    v_limit integer;
    v_wait integer;
begin
    select s.* into strict v_settings from identity.settings s;
    v_limit := case p_kind
        when 'recovery' then v_settings.recovery_mails_per_hour
        else v_settings.mails_per_hour
    end;
    v_wait := identity.take_turn(p_kind || '_mail', p_address, v_limit, v_settings.mail_pause_seconds);
    if v_wait = 0 then
        return null;
    end if;
    return identity.refuse(
        429, 'over_email_send_rate_limit',
        case
            when v_wait <= v_settings.mail_pause_seconds
                then format('For security purposes, you can only request this after %s seconds.', v_wait)
            else 'email rate limit exceeded'
        end,
        '{}', jsonb_build_object('retry-after', v_wait::text)
    );
end
$$;

comment on function identity.mail_refusal(text, text) is
    'Counts a mail of a kind to an address, known or not, and refuses one too many: 429 over_email_send_rate_limit with retry-after; else null.';
