create or replace view api.credit_usage with (security_invoker = true) as
select
    r.id,
    r.job_id,
    r.job_type,
    r.charged as credits_used,
    r.status,
    r.description,
    r.created_at
from credits.all_reservations r;

grant select on api.credit_usage to authenticated, service_role;
comment on view api.credit_usage is 'What the user spent credits on. Exactly these columns; never metadata.';
