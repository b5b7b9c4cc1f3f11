-- What a provider is asked when a user says something in a session; the run is begun.
create function tests.prompt(p_user_id uuid, p_session_id uuid, p_content text, p_file_ids uuid[] default '{}')
returns jsonb language sql volatile as $$
    select tests.served(
        p_user_id,
        format('select prompt from chat.begin_run(%L, %L, %L)', p_session_id, p_content, p_file_ids)
    )::jsonb
$$;
