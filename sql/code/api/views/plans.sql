create or replace view api.plans with (security_invoker = true) as
select
    p.id,
    p.name,
    p.description,
    p.rank,
    p.trial_days,
    p.signup_credits,
    p.monthly_credits,
    p.rollover_months,
    p.features,
    m.unit_amount as monthly_unit_amount,
    y.unit_amount as yearly_unit_amount,
    coalesce(m.currency, y.currency) as currency
from billing.plans p
left join billing.plan_prices m on m.plan = p.id and m.cycle = 'monthly'
left join billing.plan_prices y on y.plan = p.id and y.cycle = 'yearly';

grant select on api.plans to authenticated, service_role;
comment on view api.plans is
    'What one may sign up for: prices in the smallest unit of the currency, null where it is not sold by that cycle.';
