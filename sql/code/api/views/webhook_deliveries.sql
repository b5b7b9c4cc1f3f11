create or replace view api.webhook_deliveries with (security_invoker = true) as
select
    d.id,
    d.endpoint_id,
    d.event_id,
    d.event_type,
    case
        when d.delivered_at is not null then 'delivered'
        when d.failed_at is not null then 'failed'
        else 'waiting'
    end as status,
    d.attempts,
    case when d.delivered_at is null and d.failed_at is null then d.next_attempt_at end as next_attempt_at,
    d.last_status,
    d.last_error,
    d.created_at,
    d.delivered_at,
    d.failed_at
from ops.webhook_deliveries d;

grant select on api.webhook_deliveries to service_role;
comment on view api.webhook_deliveries is
    'What is or was to be posted to endpoints; failed ones are dead letters, which api.retry_webhook posts again.';
