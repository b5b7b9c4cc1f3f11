create or replace view api.usage_alerts with (security_invoker = true) as
select
    a.user_id,
    a.id,
    a.meter,
    a.per,
    a.starts_on,
    a.percent,
    a.plan,
    a.used,
    a.allowed,
    a.created_at,
    a.read_at
from usage.alerts a;

grant select on api.usage_alerts to authenticated, service_role;
comment on view api.usage_alerts is 'Thresholds of limits that the user has reached, and whether that was seen.';
