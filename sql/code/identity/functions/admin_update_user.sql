-- PUT /admin/users/{id}
-- Definer because callers have no right on the tables.
create or replace function identity.admin_update_user(p_request jsonb, p_context jsonb)
returns identity.answer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_target identity.caller := identity.find_target(p_context);
    v_email text := lower(identity.text_of(p_request, 'email'));
    v_hash text;
    v_refusal identity.answer := v_target.refusal;
begin
    if v_refusal.status is null then
        v_refusal := identity.admin_changes_refusal(p_request);
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    perform from auth.users u where u.id = v_target.user_id for no key update;
    if v_email is not null then
        if coalesce(identity.find_user(v_email) <> v_target.user_id, false) then
            return identity.refuse(
                422, 'email_exists', 'A user with this email address has already been registered'
            );
        end if;
    end if;
    v_refusal := identity.admin_apply(v_target.user_id, p_request);
    if v_refusal.status is not null then
        return v_refusal;
    end if;

    if v_email is not null then
        update auth.users u
        set
            email = v_email,
            is_anonymous = false,
            raw_app_meta_data = '{"provider": "email", "providers": ["email"]}'
                || coalesce(u.raw_app_meta_data, '{}'),
            updated_at = clock_timestamp()
        where u.id = v_target.user_id and u.email is distinct from v_email;
        perform identity.add_identity(v_target.user_id);
    end if;
    v_hash := coalesce(
        regexp_replace(identity.text_of(p_request, 'password_hash'), '^\$2[by]', '$2a'),
        identity.hash_password(identity.text_of(p_request, 'password'))
    );
    if v_hash is not null then
        update auth.users u
        set encrypted_password = v_hash, updated_at = clock_timestamp()
        where u.id = v_target.user_id;
        delete from auth.one_time_tokens t where t.user_id = v_target.user_id;
        perform identity.end_sessions(v_target.user_id);
    end if;
    return identity.reply(200, identity.user_json(v_target.user_id));
end
$$;

grant execute on function identity.admin_update_user(jsonb, jsonb) to thin_auth;
comment on function identity.admin_update_user(jsonb, jsonb) is
    'PUT /admin/users/{id}, as POST /admin/users; metadata is merged, ban_duration none lifts a ban, a new password ends all sessions: 200 with the user. Refuses as identity.find_target and identity.admin_changes_refusal, and 422 email_exists, phone_exists.';
