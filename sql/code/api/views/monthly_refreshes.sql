create or replace view api.monthly_refreshes with (security_invoker = true) as
select
    m.user_id,
    m.period,
    m.plan,
    m.amount,
    m.grant_id,
    m.created_at
from credits.monthly_refreshes m;

grant select on api.monthly_refreshes to authenticated, service_role;
comment on view api.monthly_refreshes is 'What the user''s plan gave in each month.';
