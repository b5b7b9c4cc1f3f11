-- A client is told only what stands here already, so that it can be told again.
-- Definer because callers have no right on the tables.
create or replace function chat.append_run_events(
    p_user_id uuid,
    p_run_id uuid,
    p_text text default null,
    p_call_id uuid default null,
    p_ordinal bigint default null
)
returns chat.run_note
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_run chat.runs;
    v_note chat.run_note;
begin
    update chat.runs r
    set
        noted_at = clock_timestamp(),
        call_id = coalesce(p_call_id, r.call_id),
        last_event = case
            when coalesce(p_text, '') = '' then r.last_event
            else coalesce(p_ordinal, r.last_event + 1)
        end
    where
        r.user_id = p_user_id and r.id = p_run_id and r.status = 'running'
        and (p_ordinal is null or p_ordinal - r.last_event in (0, 1))
    returning r.* into v_run;
    v_note.is_live := found;
    v_note.is_stop_requested := v_run.stop_requested_at is not null;
    if v_note.is_live and p_text <> '' then
        v_note.ordinal := v_run.last_event;
        v_note.event := 'delta';
        v_note.data := json_build_object('text', p_text);
        insert into chat.run_events (user_id, session_id, ordinal, run_id, event, data)
        values (p_user_id, v_run.session_id, v_note.ordinal, p_run_id, v_note.event, v_note.data)
        -- Said again by a service that has not heard that it was kept.
        on conflict on constraint run_events_pkey do nothing;
    end if;
    return v_note;
end
$$;

grant execute on function chat.append_run_events(uuid, uuid, text, uuid, bigint) to authenticator;
comment on function chat.append_run_events(uuid, uuid, text, uuid, bigint) is
    'Notes that a run goes on, by which call, and keeps the next piece of its answer (null for none), under p_ordinal once however often it is said. Not live is one that has ended, or whose next event isn''t p_ordinal.';
