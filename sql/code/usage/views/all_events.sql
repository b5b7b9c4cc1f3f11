create or replace view usage.all_events with (security_invoker = true) as
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
from usage.events e
union all
select
    a.user_id,
    a.event_id,
    a.meter,
    a.quantity,
    a.at,
    a.recorded_at,
    a.job_id,
    a.overage,
    a.charged
from usage.archived_events a;

grant select on usage.all_events to authenticated, service_role;
comment on view usage.all_events is 'Events, wherever they are kept. Never metadata.';
