-- Definer because callers have no right on the tables.
create or replace function chat.read_run_events(
    p_session_id uuid,
    p_after bigint default null,
    p_run_id uuid default null
)
returns setof chat.run_event
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_page constant integer := 500;
    v_user_id uuid := chat.require_owner('chat.read_run_events');
    v_run chat.runs;
    v_is_live boolean;
    v_after bigint;
begin
    select r.* into v_run
    from chat.runs r
    where
        r.user_id = v_user_id and r.session_id = p_session_id
        and (p_run_id is null or r.id = p_run_id)
    order by r.first_event desc
    limit 1;
    if not found then
        if not exists (
            select from chat.sessions s where s.user_id = v_user_id and s.id = p_session_id
        ) then
            perform ops.fail('TH404', 'session');
        end if;
        return;
    end if;
    v_is_live := v_run.status = 'running';
    v_after := coalesce(p_after, case when v_is_live then v_run.first_event - 1 end);
    if v_after is null then
        return;
    end if;
    -- Only what looks dead is locked.
    if
        v_is_live
        and v_run.noted_at < clock_timestamp() - (select s.abandoned_after from chat.settings s)
    then
        perform chat.lock_session(v_user_id, p_session_id);
        v_is_live := coalesce((chat.find_live_run(v_user_id, p_session_id)).id = v_run.id, false);
    end if;

    -- Whether it lives was read before its events, so none can come between that are missed.
    return query
    select e.run_id, v_is_live, e.ordinal, e.event, e.data
    from chat.run_events e
    where
        e.user_id = v_user_id and e.session_id = p_session_id and e.ordinal > v_after
        and (p_run_id is null or e.run_id = p_run_id)
    order by e.ordinal
    limit c_page;
    if not found and v_is_live then
        return next row(v_run.id, true, null, null, null)::chat.run_event;
    end if;
end
$$;

grant execute on function chat.read_run_events(uuid, bigint, uuid) to authenticator;
comment on function chat.read_run_events(uuid, bigint, uuid) is
    'What the user, whose token the request came with, was told in a session after an event, or since the run that lives began; of one run only if p_run_id is given. Nothing when there is nothing to follow; 500 at most, so ask again. Raises TH001, TH401, TH403, TH404 (session).';
