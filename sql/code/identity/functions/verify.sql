-- POST /verify
-- Definer because whoever has a code has no right on the tables.
create or replace function identity.verify(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type text := identity.text_of(p_request, 'type');
    v_email text := identity.text_of(p_request, 'email');
    v_code text := identity.text_of(p_request, 'token');
    v_link_token text := identity.text_of(p_request, 'token_hash');
    v_has_phone boolean := identity.text_of(p_request, 'phone') is not null;
    v_limit integer;
    v_wait integer;
    v_redemption identity.redemption;
    v_answer identity.answer;
begin
    if v_type is null then
        return identity.refuse(400, 'validation_failed', 'Verify requires a verification type');
    elsif (v_code is null) = (v_link_token is null) then
        return identity.refuse(
            400, 'validation_failed', 'Verify requires either a token or a token hash'
        );
    elsif v_type in ('sms', 'phone_change') then
        return identity.refuse(400, 'phone_provider_disabled', 'Unsupported phone provider');
    elsif identity.token_types(v_type) is null then
        return identity.refuse(400, 'validation_failed', 'Invalid email verification type');
    elsif v_code is not null and (v_email is null or v_has_phone) then
        return identity.refuse(
            400, 'validation_failed',
            'Only an email address or phone number should be provided on verify'
        );
    elsif v_link_token is not null and (v_email is not null or v_has_phone) then
        return identity.refuse(
            400, 'validation_failed', 'Only the token_hash and type should be provided'
        );
    end if;

    if v_link_token is not null then
        v_redemption := identity.redeem_link(identity.token_types(v_type), v_link_token);
    else
        v_answer := identity.email_refusal(v_email);
        if v_answer.status is not null then
            return v_answer;
        end if;
        if v_type = 'recovery' then
            select s.recoveries_per_hour into strict v_limit from identity.settings s;
            v_wait := identity.take_turn('recovery', lower(v_email), v_limit);
            if v_wait > 0 then
                return identity.refuse(
                    429, 'over_request_rate_limit', 'Request rate limit reached', '{}',
                    jsonb_build_object('retry-after', v_wait::text)
                );
            end if;
        end if;
        v_redemption := identity.redeem_code(identity.token_types(v_type), v_email, v_code);
    end if;
    if (v_redemption.refusal).status is not null then
        return v_redemption.refusal;
    end if;

    v_answer := identity.fulfil(v_redemption);
    if v_answer.status is not null then
        return v_answer;
    end if;
    return identity.open_session(v_redemption.user_id, 'otp', p_context);
end
$$;

grant execute on function identity.verify(jsonb, jsonb) to thin_auth;
comment on function identity.verify(jsonb, jsonb) is
    'POST /verify {type, email, token} or {type, token_hash}; type is signup, invite, magiclink, email, recovery or email_change: 200 with a session, or with {code, msg} when the other address has to confirm a change too. Refuses: 400 validation_failed, phone_provider_disabled; 403 otp_expired, user_banned; 422 email_exists; 429 over_request_rate_limit.';
