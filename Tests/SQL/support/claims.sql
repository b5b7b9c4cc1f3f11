-- The claims of a new session of a user.
create function tests.claims(p_user_id uuid) returns jsonb language sql volatile as $$
    select a.claims from identity.open_session(p_user_id, 'password', tests.context()) a
$$;
