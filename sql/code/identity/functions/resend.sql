-- POST /resend
-- Definer because whoever asks has no right on the tables.
create or replace function identity.resend(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_type text := identity.text_of(p_request, 'type');
    v_email text := identity.text_of(p_request, 'email');
    v_user auth.users;
    v_refusal identity.answer;
begin
    if v_type in ('sms', 'phone_change') then
        return identity.refuse(400, 'phone_provider_disabled', 'Phone logins are disabled');
    elsif coalesce(v_type not in ('signup', 'email_change'), true) then
        return identity.refuse(
            400, 'validation_failed',
            'Missing one of these types: signup, email_change, sms, phone_change'
        );
    elsif v_email is null then
        return identity.refuse(
            400, 'validation_failed', 'Type provided requires an email address'
        );
    end if;
    v_refusal := identity.email_refusal(v_email);
    if v_refusal.status is null then
        v_refusal := identity.mail_refusal(v_type, lower(v_email));
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    select u.* into v_user
    from auth.users u
    where u.id = identity.find_user(v_email)
    for no key update;
    if v_type = 'signup' and v_user.id is not null and v_user.email_confirmed_at is null then
        perform identity.send_code(
            v_user.id, 'signup', 'confirmation_token', v_email, '{}', p_context
        );
    elsif v_type = 'email_change' and v_user.email_change <> '' then
        perform identity.send_email_change(v_user.id, v_user.email_change, '{}', p_context);
    end if;
    perform identity.even_out(v_started_at);
    return identity.reply(200, '{}');
end
$$;

grant execute on function identity.resend(jsonb, jsonb) to thin_auth;
comment on function identity.resend(jsonb, jsonb) is
    'POST /resend {type: signup|email_change, email}: 200 {}, whoever has the address; what still waits to be confirmed is mailed again. Refuses: 400 validation_failed, phone_provider_disabled; 429 over_email_send_rate_limit.';
