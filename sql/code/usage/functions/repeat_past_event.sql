-- The row that was just written goes again: it never counted.
create or replace function usage.repeat_past_event(p_event usage.events, p_at timestamptz)
returns usage.events
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_past usage.events;
begin
    delete from usage.events e where e.user_id = p_event.user_id and e.event_id = p_event.event_id;
    select a.* into v_past
    from usage.archived_events a
    where a.user_id = p_event.user_id and a.event_id = p_event.event_id and a.at = p_at;
    if not found then
        perform ops.fail('TH412', 'event_id', 'it was recorded, and is kept no more');
    elsif v_past.meter <> p_event.meter or v_past.quantity <> p_event.quantity then
        perform ops.fail('TH409', 'event_id');
    end if;
    return v_past;
end
$$;

comment on function usage.repeat_past_event(usage.events, timestamptz) is
    'Answers an event whose id was used at p_at, and is in the archive, by the first. Raises TH409 for another event, TH412 when the archive has it no more.';
