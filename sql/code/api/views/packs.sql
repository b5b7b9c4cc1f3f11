create or replace view api.packs with (security_invoker = true) as
select
    p.id,
    p.name,
    p.description,
    p.credits,
    p.unit_amount,
    p.currency,
    p.valid_days,
    p.rank
from billing.packs p
where p.is_sold;

grant select on api.packs to authenticated, service_role;
comment on view api.packs is 'Credits that are sold at once, their price in the smallest unit of the currency.';
