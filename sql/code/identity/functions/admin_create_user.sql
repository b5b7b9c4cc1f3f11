-- POST /admin/users
-- Definer because callers have no right on the tables.
create or replace function identity.admin_create_user(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_email text := identity.text_of(p_request, 'email');
    v_phone text := ltrim(identity.text_of(p_request, 'phone'), '+');
    v_id text := coalesce(identity.text_of(p_request, 'id'), gen_random_uuid()::text);
    v_refusal identity.answer := identity.admin_refusal(p_context);
    v_user_id uuid;
begin
    if v_refusal.status is not null then
        return v_refusal;
    elsif v_email is null and v_phone is null then
        return identity.refuse(
            400, 'validation_failed', 'Cannot create a user without either an email or phone'
        );
    elsif v_id !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then
        return identity.refuse(400, 'validation_failed', 'ID must conform to the uuid v4 format');
    end if;
    v_refusal := identity.admin_changes_refusal(p_request);
    if v_refusal.status is not null then
        return v_refusal;
    elsif exists (select from auth.users u where u.phone = v_phone) then
        return identity.refuse(
            422, 'phone_exists', 'A user with this phone number has already been registered'
        );
    end if;

    v_user_id := identity.new_user(
        p_email => v_email,
        p_password_hash => coalesce(
            regexp_replace(identity.text_of(p_request, 'password_hash'), '^\$2[by]', '$2a'),
            identity.hash_password(identity.text_of(p_request, 'password'))
        ),
        p_user_metadata => '{}',
        p_app_metadata => case
            when v_email is null then '{"provider": "phone", "providers": ["phone"]}'::jsonb
            else '{}'
        end,
        p_id => v_id::uuid
    );
    if v_user_id is null then
        if exists (select from auth.users u where u.id = v_id::uuid) then
            return identity.refuse(422, 'conflict', 'A user with this ID already exists');
        end if;
        return identity.refuse(
            422, 'email_exists', 'A user with this email address has already been registered'
        );
    end if;
    if v_email is null then
        update auth.users u set is_anonymous = false where u.id = v_user_id;
    end if;

    v_refusal := identity.admin_apply(v_user_id, p_request);
    if v_refusal.status is not null then
        delete from auth.users u where u.id = v_user_id;
        return v_refusal;
    end if;
    return identity.reply(200, identity.user_json(v_user_id));
end
$$;

grant execute on function identity.admin_create_user(jsonb, jsonb) to thin_auth;
comment on function identity.admin_create_user(jsonb, jsonb) is
    'POST /admin/users {email, phone, password or password_hash, email_confirm, phone_confirm, user_metadata, app_metadata, role, ban_duration, id}: 200 with the user. Refuses as identity.admin_refusal, and: 400 validation_failed; 422 weak_password, email_exists, phone_exists, conflict.';
