create or replace function chat.delete_session(p_user_id uuid, p_session_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform chat.lock_session(p_user_id, p_session_id);
    if (chat.find_live_run(p_user_id, p_session_id)).id is not null then
        perform ops.fail('TH423', 'session', 'wait for the answer, or stop it');
    end if;
    delete from chat.sessions s where s.user_id = p_user_id and s.id = p_session_id;
end
$$;

comment on function chat.delete_session(uuid, uuid) is
    'Deletes a session with its messages, files and links, for good. Raises TH001, TH404 (session), TH423 while a run lives.';
