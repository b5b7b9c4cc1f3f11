create or replace view api.purchases with (security_invoker = true) as
select
    p.id,
    p.user_id,
    p.kind,
    p.pack,
    p.subscription_id,
    p.amount,
    p.currency,
    p.credits,
    p.period_start_at,
    p.period_end_at,
    p.status,
    p.refunded,
    p.disputed,
    p.paid_at
from billing.payments p;

grant select on api.purchases to authenticated, service_role;
comment on view api.purchases is
    'What the user has paid for, and what of it went back, in the smallest unit of the currency.';
