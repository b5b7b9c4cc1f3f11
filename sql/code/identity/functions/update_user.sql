-- PUT /user
-- All is checked before anything is changed. A new password ends the user's other sessions and
-- spends what was mailed before.
-- Definer because users have no right on the tables.
create or replace function identity.update_user(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_caller identity.caller := identity.require_user(p_context);
    v_settings identity.settings;
    v_user auth.users;
    v_email text := lower(identity.text_of(p_request, 'email'));
    v_password text := identity.text_of(p_request, 'password');
    v_data jsonb;
    v_refusal identity.answer;
    v_redemption identity.redemption;
begin
    if (v_caller.refusal).status is not null then
        return v_caller.refusal;
    elsif p_request -> 'app_metadata' <> 'null' then
        return identity.refuse(
            403, 'not_admin', 'Updating app_metadata requires admin privileges'
        );
    end if;
    select s.* into strict v_settings from identity.settings s;
    select u.* into strict v_user from auth.users u where u.id = v_caller.user_id for no key update;

    v_data := identity.merged(v_user.raw_user_meta_data, identity.object_of(p_request, 'data'));
    v_refusal := identity.metadata_refusal(v_data, null);
    if v_refusal.status is null then
        v_refusal := identity.challenge_refusal(p_request);
    end if;
    if v_refusal.status is null and v_email is not null then
        v_refusal := identity.email_refusal(v_email);
    end if;
    if v_refusal.status is null and p_request -> 'password' <> 'null' then
        v_refusal := identity.password_refusal(v_password);
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    elsif coalesce(identity.text_of(p_request, 'phone') <> coalesce(v_user.phone, ''), false) then
        return identity.refuse(400, 'phone_provider_disabled', 'Phone changes are disabled');
    elsif v_password is not null and v_user.email is null and v_email is null then
        return identity.refuse(
            422, 'validation_failed',
            'Updating password of an anonymous user without an email or phone is not allowed'
        );
    elsif v_email <> coalesce(v_user.email, '') and identity.find_user(v_email) is not null then
        return identity.refuse(
            422, 'email_exists', 'A user with this email address has already been registered'
        );
    end if;

    if v_password is not null then
        if v_settings.needs_reauthentication and v_user.email is not null and not exists (
            select from auth.sessions s
            where s.id = v_caller.session_id and s.created_at > now() - interval '24 hours'
        ) then
            if identity.text_of(p_request, 'nonce') is null then
                return identity.refuse(
                    400, 'reauthentication_needed', 'Password update requires reauthentication'
                );
            end if;
            v_redemption := identity.redeem_code(
                '{reauthentication_token}', v_user.email, identity.text_of(p_request, 'nonce')
            );
            if v_redemption.user_id is distinct from v_user.id then
                return identity.refuse(
                    422, 'reauthentication_not_valid', 'Nonce has expired or is invalid'
                );
            end if;
        end if;
        if identity.password_matches(v_password, v_user.encrypted_password) then
            return identity.refuse(
                422, 'same_password', 'New password should be different from the old password.'
            );
        end if;
    end if;
    if v_email <> coalesce(v_user.email, '') then
        v_refusal := identity.mail_refusal('email_change', v_user.id::text);
        if v_refusal.status is not null then
            return v_refusal;
        end if;
    end if;

    if v_password is not null then
        update auth.users u
        set encrypted_password = identity.hash_password(v_password), updated_at = clock_timestamp()
        where u.id = v_user.id;
        delete from auth.one_time_tokens t where t.user_id = v_user.id;
        perform identity.end_sessions(v_user.id, v_caller.session_id);
    end if;
    if v_data <> coalesce(v_user.raw_user_meta_data, '{}') then
        update auth.users u
        set raw_user_meta_data = v_data, updated_at = clock_timestamp()
        where u.id = v_user.id;
    end if;
    if v_email <> coalesce(v_user.email, '') then
        perform identity.send_email_change(v_user.id, v_email, p_request, p_context);
    end if;
    return identity.reply(200, identity.user_json(v_user.id));
end
$$;

grant execute on function identity.update_user(jsonb, jsonb) to thin_auth;
comment on function identity.update_user(jsonb, jsonb) is
    'PUT /user {password, nonce, email, data, code_challenge, code_challenge_method}: 200 with the user. A new address counts once it is confirmed. Refuses as identity.require_user, and: 400 validation_failed, reauthentication_needed, phone_provider_disabled; 403 not_admin; 422 weak_password, same_password, reauthentication_not_valid, email_exists, validation_failed; 429 over_email_send_rate_limit.';
