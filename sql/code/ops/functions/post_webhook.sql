create or replace function ops.post_webhook(
    p_event_id uuid,
    p_event_type text,
    p_data jsonb,
    p_at timestamptz
)
returns void
language sql
volatile
security invoker
begin atomic
    insert into ops.webhook_deliveries (endpoint_id, event_id, event_type, body, traceparent)
    select
        e.id, p_event_id, p_event_type,
        json_build_object(
            'type', p_event_type,
            'timestamp', to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'data', p_data
        )::text,
        -- The service has looked at it; whoever else sets it is not believed.
        substring(
            current_setting('request.traceparent', true), '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'
        )
    from ops.webhook_endpoints e
    where e.is_enabled and (e.event_types = '{}' or p_event_type = any(e.event_types))
    on conflict (endpoint_id, event_id) do nothing;
end;

comment on function ops.post_webhook(uuid, text, jsonb, timestamptz) is
    'Has an event posted to every endpoint that wants its type, once this transaction is committed; with the trace of the request that is under way.';
