create or replace view api.revocations with (security_invoker = true) as
select
    r.id,
    r.user_id,
    r.grant_id,
    r.kind,
    r.amount,
    r.taken,
    r.owed,
    r.written_off,
    r.created_at
from credits.revocations r;

grant select on api.revocations to authenticated, service_role;
comment on view api.revocations is
    'Credits that were taken back from the user, and how. Never the reason noted with it.';
