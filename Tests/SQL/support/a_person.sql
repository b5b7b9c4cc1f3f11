-- A new user with a confirmed address and a password, which is hashed at the least cost.
create function tests.a_person(
    p_email text default gen_random_uuid() || '@example.com',
    p_password text default 'correct horse'
) returns uuid language plpgsql volatile as $$
declare
    v_id uuid := gen_random_uuid();
begin
    insert into auth.users (
        id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
        raw_user_meta_data
    ) values (
        v_id, 'authenticated', 'authenticated', p_email,
        extensions.crypt(p_password, extensions.gen_salt('bf', 4)), now(),
        '{"provider": "email", "providers": ["email"]}', '{}'
    );
    perform identity.add_identity(v_id);
    return v_id;
end
$$;
