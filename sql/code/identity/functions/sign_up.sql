-- POST /signup
-- Somebody who is known gets the same answer, but for the empty identities by which clients tell,
-- in the same time. An address that was never confirmed is nobody's yet: the last one who signed up
-- with it sets the password, and the mail goes to whoever reads there.
-- Definer because whoever signs up has no right on the tables.
create or replace function identity.sign_up(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_settings identity.settings;
    v_email text := identity.text_of(p_request, 'email');
    v_password text := identity.text_of(p_request, 'password');
    v_data jsonb := identity.merged(identity.object_of(p_request, 'data'), null);
    v_refusal identity.answer;
    v_hash text;
    v_user_id uuid;
begin
    select s.* into strict v_settings from identity.settings s;
    if not v_settings.allows_signup then
        return identity.refuse(422, 'signup_disabled', 'Signups not allowed for this instance');
    end if;
    v_refusal := identity.metadata_refusal(v_data, null);
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    if v_email is null and identity.text_of(p_request, 'phone') is null then
        if not v_settings.allows_anonymous then
            return identity.refuse(
                422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled'
            );
        end if;
        return identity.open_session(identity.new_user(null, null, v_data), 'anonymous', p_context);
    end if;

    if v_email is null then
        return identity.refuse(400, 'phone_provider_disabled', 'Phone signups are disabled');
    elsif identity.text_of(p_request, 'phone') is not null then
        return identity.refuse(
            400, 'validation_failed',
            'Only an email address or phone number should be provided on signup.'
        );
    elsif v_password is null then
        return identity.refuse(400, 'validation_failed', 'Signup requires a valid password');
    end if;
    v_refusal := identity.email_refusal(v_email);
    if v_refusal.status is null then
        v_refusal := identity.password_refusal(v_password);
    end if;
    if v_refusal.status is null then
        v_refusal := identity.challenge_refusal(p_request);
    end if;
    if v_refusal.status is null and not v_settings.confirms_automatically then
        v_refusal := identity.mail_refusal('signup', lower(v_email));
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    v_hash := identity.hash_password(v_password);
    v_user_id := identity.new_user(v_email, v_hash, v_data);
    if v_user_id is null then
        update auth.users u
        set
            encrypted_password = v_hash,
            raw_user_meta_data = v_data,
            updated_at = clock_timestamp()
        where
            u.email = lower(v_email) and not u.is_sso_user and u.deleted_at is null
            and u.email_confirmed_at is null
        returning u.id into v_user_id;
        if not found then
            if v_settings.confirms_automatically then
                return identity.refuse(422, 'user_already_exists', 'User already registered');
            end if;
            perform identity.even_out(v_started_at);
            return identity.reply(
                200,
                jsonb_build_object(
                    'id', gen_random_uuid(),
                    'aud', 'authenticated',
                    'role', 'authenticated',
                    'email', lower(v_email),
                    'phone', '',
                    'confirmation_sent_at', identity.rfc3339(v_started_at),
                    'app_metadata', '{"provider": "email", "providers": ["email"]}'::jsonb,
                    'user_metadata', v_data,
                    'identities', '[]'::jsonb,
                    'created_at', identity.rfc3339(v_started_at),
                    'updated_at', identity.rfc3339(v_started_at),
                    'is_anonymous', false
                )
            );
        end if;
    end if;

    if v_settings.confirms_automatically then
        perform identity.confirm_email(v_user_id);
        return identity.open_session(v_user_id, 'password', p_context);
    end if;
    perform identity.open_flow(v_user_id, 'email/signup', p_request);
    perform identity.send_code(
        v_user_id, 'signup', 'confirmation_token', v_email, p_request, p_context
    );
    perform identity.even_out(v_started_at);
    return identity.reply(200, identity.user_json(v_user_id));
end
$$;

grant execute on function identity.sign_up(jsonb, jsonb) to thin_auth;
comment on function identity.sign_up(jsonb, jsonb) is
    'POST /signup {email, password, data, code_challenge, code_challenge_method}. 200 with a session where addresses are confirmed automatically, else with the user, whom a mail awaits. Refuses: 400 validation_failed, phone_provider_disabled; 422 signup_disabled, anonymous_provider_disabled, weak_password, user_already_exists; 429 over_email_send_rate_limit.';
