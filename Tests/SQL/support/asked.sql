-- A run that was begun by what a user says: its id.
create function tests.asked(
    p_user_id uuid, p_session_id uuid, p_content text default 'Hello', p_file_ids uuid[] default '{}'
) returns uuid language sql volatile as $$
    select tests.served(
        p_user_id,
        format(
            'select run_id from chat.begin_run(%L, %L, %L)', p_session_id, p_content, p_file_ids
        )
    )::uuid
$$;
