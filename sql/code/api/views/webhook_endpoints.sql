create or replace view api.webhook_endpoints with (security_invoker = true) as
select
    e.id,
    e.url,
    e.description,
    e.event_types,
    e.is_enabled,
    e.previous_secret_until,
    e.created_at
from ops.webhook_endpoints e;

grant select on api.webhook_endpoints to service_role;
comment on view api.webhook_endpoints is 'Who is told of events. Never a secret.';
