create or replace trigger users_open_credit_account after insert on auth.users
    for each row execute function credits.open_account();

-- Where people sign in here; on Supabase the rest of the table is not ours. A sign-in, which
-- changes last_sign_in_at, is a row of the session.
do $$
begin
    if identity.is_ours() then
        create or replace trigger users_audit
            after insert or delete or update of
                id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
                raw_user_meta_data, phone, phone_confirmed_at, banned_until, deleted_at, is_sso_user,
                is_super_admin, is_anonymous
            on auth.users
            for each row execute function audit.record_columns(
                'id', 'aud', 'role', 'email_confirmed_at', 'invited_at', 'raw_app_meta_data',
                'is_super_admin', 'created_at', 'updated_at', 'phone_confirmed_at', 'banned_until',
                'is_sso_user', 'deleted_at', 'is_anonymous'
            );
    end if;
end
$$;
