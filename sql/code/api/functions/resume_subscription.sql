create or replace function api.resume_subscription(user_id uuid)
returns billing.subscriptions
language sql
volatile
security invoker
begin atomic
    select billing.resume_subscription(p_user_id => resume_subscription.user_id);
end;

grant execute on function api.resume_subscription(uuid) to service_role;
comment on function api.resume_subscription(uuid) is
    'See billing.resume_subscription. Raises TH001, TH404, TH415, TH419.';
