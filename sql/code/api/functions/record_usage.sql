create or replace function api.record_usage(
    user_id uuid,
    meter text,
    quantity numeric,
    event_id text,
    at timestamptz default null,
    job_id text default null,
    metadata jsonb default '{}'
)
returns usage.events
language sql
volatile
security invoker
begin atomic
    select usage.record(
        p_user_id => record_usage.user_id,
        p_meter => record_usage.meter,
        p_quantity => record_usage.quantity,
        p_event_id => record_usage.event_id,
        p_at => record_usage.at,
        p_job_id => record_usage.job_id,
        p_metadata => record_usage.metadata
    );
end;

grant execute on function
    api.record_usage(uuid, text, numeric, text, timestamptz, text, jsonb) to service_role;
comment on function api.record_usage(uuid, text, numeric, text, timestamptz, text, jsonb) is
    'See usage.record. Raises TH001, TH402, TH404, TH409, TH451.';
