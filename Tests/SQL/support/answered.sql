-- A run that a user's words began and that has ended with p_answer: its id.
create function tests.answered(
    p_user_id uuid, p_session_id uuid, p_content text default 'Hello', p_answer text default 'Hi!',
    p_status text default 'finished'
) returns uuid language plpgsql volatile as $$
declare
    v_run_id uuid := tests.asked(p_user_id, p_session_id, p_content);
begin
    perform chat.append_run_events(p_user_id, v_run_id, p_answer);
    perform chat.end_run(p_user_id, v_run_id, p_status);
    return v_run_id;
end
$$;
