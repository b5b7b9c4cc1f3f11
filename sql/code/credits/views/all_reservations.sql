create or replace view credits.all_reservations with (security_invoker = true) as
select
    r.id,
    r.user_id,
    r.amount,
    r.charged,
    r.status,
    r.job_type,
    r.job_id,
    r.expires_at,
    r.created_at,
    r.settled_at,
    r.description,
    r.shortfall,
    r.sequence
from credits.reservations r
union all
select
    a.id,
    a.user_id,
    a.amount,
    a.charged,
    a.status,
    a.job_type,
    a.job_id,
    a.expires_at,
    a.created_at,
    a.settled_at,
    a.description,
    a.shortfall,
    a.sequence
from credits.archived_reservations a;

grant select on credits.all_reservations to authenticated, service_role;
comment on view credits.all_reservations is 'Reservations, wherever they are kept. Never metadata.';
