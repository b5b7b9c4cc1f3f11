-- A new chat session of a user.
create function tests.a_chat(p_user_id uuid) returns uuid language sql volatile as $$
    select (chat.create_session(p_user_id)).id
$$;
