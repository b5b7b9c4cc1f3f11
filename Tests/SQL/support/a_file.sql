-- A file that a user has put into a session.
create function tests.a_file(
    p_user_id uuid, p_session_id uuid, p_content text default 'words', p_media_type text default 'text/plain'
) returns uuid language sql volatile as $$
    select tests.served(
        p_user_id,
        format(
            'select id from chat.add_file(%L, %L, %L, %L)', p_session_id, 'notes.txt', p_media_type,
            convert_to(p_content, 'UTF8')
        )
    )::uuid
$$;
