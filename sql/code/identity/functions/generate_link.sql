-- POST /admin/generate_link
-- Definer because callers have no right on the tables.
create or replace function identity.generate_link(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_type text := identity.text_of(p_request, 'type');
    v_email text := lower(identity.text_of(p_request, 'email'));
    v_new_email text := lower(identity.text_of(p_request, 'new_email'));
    v_password text := identity.text_of(p_request, 'password');
    v_data jsonb := identity.merged(identity.object_of(p_request, 'data'), null);
    v_redirect_to text := coalesce(
        identity.text_of(p_request, 'redirect_to'),
        identity.text_of(p_context -> 'query', 'redirect_to')
    );
    v_refusal identity.answer := identity.admin_refusal(p_context);
    v_user auth.users;
    v_code identity.one_time_code;
begin
    if v_refusal.status is null then
        v_refusal := identity.email_refusal(v_email);
    end if;
    if v_refusal.status is null then
        v_refusal := identity.metadata_refusal(v_data, null);
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    elsif coalesce(
        v_type not in (
            'signup', 'invite', 'magiclink', 'recovery', 'email_change_current', 'email_change_new'
        ),
        true
    ) then
        return identity.refuse(
            400, 'validation_failed',
            format('Invalid email action link type requested: %s', to_json(left(v_type, 50)))
        );
    end if;

    select u.* into v_user
    from auth.users u
    where u.id = identity.find_user(v_email)
    for no key update;
    if v_user.id is null and v_type in ('recovery', 'email_change_current', 'email_change_new') then
        return identity.refuse(404, 'user_not_found', 'User with this email not found');
    elsif v_user.email_confirmed_at is not null and v_type in ('signup', 'invite') then
        return identity.refuse(
            422, 'email_exists', 'A user with this email address has already been registered'
        );
    elsif v_user.id is null and v_type = 'signup' then
        v_refusal := identity.password_refusal(v_password);
    elsif v_type in ('email_change_current', 'email_change_new') then
        v_refusal := identity.email_refusal(v_new_email);
        if v_refusal.status is null and identity.find_user(v_new_email) is not null then
            v_refusal := identity.refuse(
                422, 'email_exists', 'A user with this email address has already been registered'
            );
        end if;
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    if v_user.id is null then
        -- Whoever is new has an address to confirm first.
        v_type := case v_type when 'magiclink' then 'signup' else v_type end;
        v_user.id := coalesce(
            identity.new_user(v_email, identity.hash_password(v_password), v_data),
            identity.find_user(v_email)
        );
    end if;
    update auth.users u
    set
        confirmation_sent_at = case
            when v_type in ('signup', 'invite') then clock_timestamp() else u.confirmation_sent_at
        end,
        invited_at = case when v_type = 'invite' then clock_timestamp() else u.invited_at end,
        recovery_sent_at = case
            when v_type in ('magiclink', 'recovery') then clock_timestamp()
            else u.recovery_sent_at
        end,
        email_change_confirm_status = case
            when u.email_change is distinct from v_new_email and v_type like 'email\_change\_%' then 0
            else u.email_change_confirm_status
        end,
        email_change = case
            when v_type like 'email\_change\_%' then v_new_email else u.email_change
        end,
        email_change_sent_at = case
            when v_type like 'email\_change\_%' then clock_timestamp()
            else u.email_change_sent_at
        end
    where u.id = v_user.id;
    v_code := identity.issue_code(
        v_user.id,
        case v_type
            when 'magiclink' then 'magiclink_token'
            when 'recovery' then 'recovery_token'
            when 'email_change_current' then 'email_change_token_current'
            when 'email_change_new' then 'email_change_token_new'
            else 'confirmation_token'
        end,
        case v_type when 'email_change_new' then v_new_email else v_email end
    );
    return identity.reply(
        200,
        identity.user_json(v_user.id) || jsonb_build_object(
            'action_link',
            identity.link(
                v_code.link_token, regexp_replace(v_type, '_(current|new)$', ''), v_redirect_to,
                p_context
            ),
            'email_otp', v_code.code,
            'hashed_token', v_code.link_token,
            'verification_type', v_type,
            'redirect_to', identity.redirect_target(v_redirect_to)
        )
    );
end
$$;

grant execute on function identity.generate_link(jsonb, jsonb) to thin_auth;
comment on function identity.generate_link(jsonb, jsonb) is
    'POST /admin/generate_link {type, email, password, new_email, data, redirect_to}; type is signup, invite, magiclink, recovery, email_change_current or email_change_new: 200 with the user and action_link, email_otp, hashed_token, verification_type, redirect_to; nothing is mailed. Refuses as identity.admin_refusal, and: 400 validation_failed; 404 user_not_found; 422 weak_password, email_exists.';
