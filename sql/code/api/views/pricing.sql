create or replace view api.pricing with (security_invoker = true) as
select
    p.job_type,
    p.unit,
    p.price,
    p.per_units,
    lower(p.effective) as effective_at,
    p.updated_at
from credits.prices p
where p.effective @> clock_timestamp();

grant select on api.pricing to authenticated, service_role;
comment on view api.pricing is
    'The prices in force: credits for per_units units of a job type, and since when.';
