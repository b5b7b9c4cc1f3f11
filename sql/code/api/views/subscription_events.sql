create or replace view api.subscription_events with (security_invoker = true) as
select
    e.user_id,
    e.subscription_id,
    e.version,
    e.kind,
    e.plan,
    e.cycle,
    e.status,
    e.unit_amount,
    e.currency,
    e.current_period_start_at,
    e.current_period_end_at,
    e.pending_plan,
    e.created_at
from billing.subscription_events e;

grant select on api.subscription_events to authenticated, service_role;
comment on view api.subscription_events is 'What became of the user''s subscriptions, change by change.';
