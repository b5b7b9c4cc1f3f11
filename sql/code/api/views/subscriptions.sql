create or replace view api.subscriptions with (security_invoker = true) as
select
    s.id,
    s.user_id,
    s.plan,
    s.cycle,
    s.status,
    s.unit_amount,
    s.currency,
    s.current_period_start_at,
    s.current_period_end_at,
    s.trial_end_at,
    s.cancel_at_period_end,
    s.pending_plan,
    s.pending_cycle,
    s.paused_at,
    s.canceled_at,
    s.ended_at,
    s.created_at
from billing.subscriptions s;

grant select on api.subscriptions to authenticated, service_role;
comment on view api.subscriptions is 'The user''s subscriptions; at most one lives.';
