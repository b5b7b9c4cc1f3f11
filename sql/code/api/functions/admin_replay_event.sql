-- Definer because admins have no right on the table.
create or replace function api.admin_replay_event(event_id text)
returns billing.webhook_event
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_event billing.stripe_events;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    v_event := billing.replay_stripe_event(p_id => admin_replay_event.event_id);
    return (
        v_event.id, v_event.type, v_event.status, v_event.reason, v_event.error, v_event.attempts,
        v_event.occurred_at, v_event.received_at, v_event.settled_at, v_event.next_attempt_at
    )::billing.webhook_event;
end
$$;

grant execute on function api.admin_replay_event(text) to authenticated, service_role;
comment on function api.admin_replay_event(text) is
    'Does again what an event says that has had no effect yet. For admins and trusted servers. Raises TH403, TH404.';
