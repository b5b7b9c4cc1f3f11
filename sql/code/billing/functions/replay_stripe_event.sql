-- Definer because callers have no right on the tables.
create or replace function billing.replay_stripe_event(p_id text)
returns billing.stripe_events
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_event billing.stripe_events;
begin
    select e.* into v_event from billing.stripe_events e where e.id = p_id for update;
    if not found then
        perform ops.fail('TH404', 'event');
    elsif v_event.status = 'processed' then
        return v_event;
    end if;
    if v_event.payload ? 'archived' then
        -- Null where the month was dropped.
        v_event.payload := (
            select a.payload
            from billing.archived_payloads a
            where a.id = v_event.id and a.received_at = v_event.received_at
        );
    end if;
    if coalesce(v_event.payload ? 'erased', true) then
        perform ops.fail('TH404', 'payload', 'what it told has been erased or dropped');
    end if;
    update billing.stripe_events e set attempts = e.attempts + 1 where e.id = p_id;
    return billing.run_stripe_event(v_event);
end
$$;

grant execute on function billing.replay_stripe_event(text) to service_role;
comment on function billing.replay_stripe_event(text) is
    'Does again what an event says that has had no effect yet; one that had is left alone. Raises TH404, also for one whose content has been erased or dropped.';
