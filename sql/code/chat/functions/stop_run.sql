-- Definer because callers have no right on the tables.
create or replace function chat.stop_run(p_session_id uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid := chat.require_owner('chat.stop_run');
    v_run chat.runs;
begin
    perform chat.lock_session(v_user_id, p_session_id);
    v_run := chat.find_live_run(v_user_id, p_session_id);
    update chat.runs r
    set stop_requested_at = coalesce(r.stop_requested_at, clock_timestamp())
    where r.user_id = v_user_id and r.id = v_run.id;
    return found;
end
$$;

grant execute on function chat.stop_run(uuid) to authenticator;
comment on function chat.stop_run(uuid) is
    'Asks for the end of what a session of the user, whose token the request came with, is answering; whether it was. Raises TH001, TH401, TH403, TH404 (session).';
