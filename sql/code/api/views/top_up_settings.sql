create or replace view api.top_up_settings with (security_invoker = true) as
select
    s.user_id,
    s.pack,
    s.threshold,
    s.ceiling,
    s.is_enabled,
    s.consented_at,
    s.declines,
    nullif(s.next_attempt_at, '-infinity') as next_attempt_at
from billing.top_up_settings s;

grant select on api.top_up_settings to authenticated, service_role;
comment on view api.top_up_settings is 'What is bought for the user by itself, and when.';
