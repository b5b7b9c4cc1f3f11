create or replace view api.credit_grants with (security_invoker = true) as
select
    g.id,
    g.user_id,
    g.source,
    g.amount,
    g.remaining,
    g.priority,
    g.effective_at,
    g.expires_at,
    g.created_at
from credits.grants g;

grant select on api.credit_grants to authenticated, service_role;
comment on view api.credit_grants is 'The user''s grants and what is left of each.';
