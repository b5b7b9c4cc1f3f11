-- What /admin/users refuses before it creates or changes anybody.
create or replace function identity.admin_changes_refusal(p_request jsonb)
returns identity.answer
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_email text := identity.text_of(p_request, 'email');
    v_phone text := identity.text_of(p_request, 'phone');
    v_password text := identity.text_of(p_request, 'password');
    v_hash text := identity.text_of(p_request, 'password_hash');
    v_role text := identity.text_of(p_request, 'role');
    v_ban text := identity.text_of(p_request, 'ban_duration');
    v_refusal identity.answer;
begin
    if v_email is not null then
        v_refusal := identity.email_refusal(v_email);
    end if;
    if v_refusal.status is null and v_password is not null then
        v_refusal := identity.password_refusal(v_password);
    end if;
    if v_refusal.status is not null then
        return v_refusal;
    elsif v_phone !~ '^\+?[1-9][0-9]{1,14}$' then
        return identity.refuse(
            400, 'validation_failed', 'Invalid phone number format (E.164 required)'
        );
    elsif v_password is not null and v_hash is not null then
        return identity.refuse(
            400, 'validation_failed', 'Only a password or a password hash should be provided'
        );
    elsif v_hash !~ '^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$' then
        return identity.refuse(
            400, 'validation_failed', 'Invalid password hash: bcrypt of cost 4 to 15 is supported'
        );
    elsif v_role is not null and not identity.is_assignable(v_role) then
        return identity.refuse(400, 'validation_failed', 'Invalid role');
    elsif v_ban <> 'none' and identity.read_duration(v_ban) is null then
        return identity.refuse(
            400, 'validation_failed',
            format('invalid format for ban duration: %s', to_json(left(v_ban, 50)))
        );
    end if;
    return identity.metadata_refusal(
        identity.object_of(p_request, 'user_metadata'),
        identity.object_of(p_request, 'app_metadata')
    );
end
$$;

comment on function identity.admin_changes_refusal(jsonb) is
    'Refuses what is malformed of a user''s email, phone, password, password_hash, role, ban_duration or metadata: 400 validation_failed, 422 weak_password; null when all is well.';
