-- Its caller has locked the session.
create or replace function chat.find_live_run(p_user_id uuid, p_session_id uuid)
returns chat.runs
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run chat.runs;
begin
    select r.* into v_run
    from chat.runs r
    where r.user_id = p_user_id and r.session_id = p_session_id and r.status = 'running'
    for no key update;
    if
        found
        and v_run.noted_at < clock_timestamp() - (select s.abandoned_after from chat.settings s)
    then
        perform chat.close_run(v_run, 'abandoned', 'TH524');
        return null;
    end if;
    return v_run;
end
$$;

comment on function chat.find_live_run(uuid, uuid) is
    'The run of a session that lives. One whose service has died is ended, so that the session is free.';
