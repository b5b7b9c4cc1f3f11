-- POST /otp, POST /magiclink
-- Definer because whoever asks has no right on the tables.
create or replace function identity.send_otp(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_allows_signup boolean;
    v_email text := identity.text_of(p_request, 'email');
    v_data jsonb := identity.merged(identity.object_of(p_request, 'data'), null);
    v_user auth.users;
    v_refusal identity.answer;
begin
    select s.allows_signup into strict v_allows_signup from identity.settings s;
    if v_email is null and identity.text_of(p_request, 'phone') is null then
        return identity.refuse(400, 'validation_failed', 'One of email or phone must be set');
    elsif v_email is null then
        return identity.refuse(400, 'phone_provider_disabled', 'Unsupported phone provider');
    elsif identity.text_of(p_request, 'phone') is not null then
        return identity.refuse(
            400, 'validation_failed', 'Only an email address or phone number should be provided'
        );
    end if;
    v_refusal := identity.email_refusal(v_email);
    if v_refusal.status is null then
        v_refusal := identity.challenge_refusal(p_request);
    end if;
    if v_refusal.status is null then
        v_refusal := identity.metadata_refusal(v_data, null);
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    select u.* into v_user from auth.users u where u.id = identity.find_user(v_email);
    if not found then
        if p_request -> 'create_user' = 'false' then
            return identity.refuse(422, 'otp_disabled', 'Signups not allowed for otp');
        elsif not v_allows_signup then
            return identity.refuse(422, 'signup_disabled', 'Signups not allowed for this instance');
        end if;
    end if;
    v_refusal := identity.mail_refusal('magiclink', lower(v_email));
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    if v_user.id is null then
        -- Null when somebody else has just taken the address: that one's is as good.
        v_user.id := coalesce(
            identity.new_user(v_email, null, v_data), identity.find_user(v_email)
        );
    end if;
    if v_user.email_confirmed_at is null then
        -- A password that somebody set before is not confirmed by this mail.
        update auth.users u
        set encrypted_password = null
        where u.id = v_user.id and u.encrypted_password is not null;
        perform identity.open_flow(v_user.id, 'email/signup', p_request);
        perform identity.send_code(
            v_user.id, 'signup', 'confirmation_token', v_email, p_request, p_context
        );
    else
        perform identity.open_flow(v_user.id, 'magiclink', p_request);
        perform identity.send_code(
            v_user.id, 'magiclink', 'magiclink_token', v_email, p_request, p_context
        );
    end if;
    perform identity.even_out(v_started_at);
    return identity.reply(200, '{}');
end
$$;

grant execute on function identity.send_otp(jsonb, jsonb) to thin_auth;
comment on function identity.send_otp(jsonb, jsonb) is
    'POST /otp {email, create_user, data, code_challenge, code_challenge_method}: 200 {}; a code and a link to sign in with are mailed, to somebody new too unless create_user is false. Refuses: 400 validation_failed, phone_provider_disabled; 422 otp_disabled, signup_disabled; 429 over_email_send_rate_limit.';
