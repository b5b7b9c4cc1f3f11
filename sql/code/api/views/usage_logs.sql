create or replace view api.usage_logs with (security_invoker = true) as
select
    e.user_id,
    e.event_id,
    e.meter,
    e.quantity,
    e.at,
    e.recorded_at,
    e.job_id,
    e.overage,
    e.charged
from usage.all_events e;

grant select on api.usage_logs to authenticated, service_role;
comment on view api.usage_logs is
    'Everything the user used, use by use, read in pages of up to 100. Never metadata.';
