-- Race: the password may change while it is being compared, which takes long and so is done without
-- a lock. Afterwards the user's row is locked and must still have the hash that was compared with.
create or replace function identity.sign_in(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_email text := identity.text_of(p_request, 'email');
    v_phone text := identity.text_of(p_request, 'phone');
    v_hash text;
    v_user auth.users;
begin
    if v_email is not null and v_phone is not null then
        return identity.refuse(
            400, 'validation_failed',
            'Only an email address or phone number should be provided on login.'
        );
    elsif v_phone is not null then
        return identity.refuse(400, 'phone_provider_disabled', 'Phone logins are disabled');
    elsif v_email is null then
        return identity.refuse(400, 'validation_failed', 'missing email or phone');
    end if;

    select u.encrypted_password into v_hash from auth.users u where u.id = identity.find_user(v_email);
    if not coalesce(
        identity.password_matches(identity.text_of(p_request, 'password'), v_hash), false
    ) then
        return identity.refuse(400, 'invalid_credentials', 'Invalid login credentials');
    end if;

    select u.* into v_user
    from auth.users u
    where u.id = identity.find_user(v_email) and u.encrypted_password = v_hash
    for no key update;
    if not found then
        return identity.refuse(400, 'invalid_credentials', 'Invalid login credentials');
    elsif v_user.banned_until > now() then
        return identity.refuse(400, 'user_banned', 'User is banned');
    elsif v_user.email_confirmed_at is null then
        return identity.refuse(400, 'email_not_confirmed', 'Email not confirmed');
    end if;
    return identity.open_session(v_user.id, 'password', p_context);
end
$$;

comment on function identity.sign_in(jsonb, jsonb) is
    'POST /token?grant_type=password {email, password}: 200 with a session. Refuses: 400 validation_failed, phone_provider_disabled, invalid_credentials, user_banned, email_not_confirmed.';
