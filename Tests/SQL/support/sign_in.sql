-- Signs somebody in with a password.
create function tests.sign_in(p_email text, p_password text default 'correct horse')
returns identity.answer language sql volatile as $$
    select a
    from identity.grant_token(
        jsonb_build_object('email', p_email, 'password', p_password),
        tests.context(null, '{"grant_type": "password"}')
    ) a
$$;
