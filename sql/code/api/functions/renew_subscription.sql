create or replace function api.renew_subscription(user_id uuid)
returns billing.subscriptions
language sql
volatile
security invoker
begin atomic
    select billing.renew_subscription(p_user_id => renew_subscription.user_id);
end;

grant execute on function api.renew_subscription(uuid) to service_role;
comment on function api.renew_subscription(uuid) is
    'See billing.renew_subscription. Raises TH001, TH404, TH415, TH419.';
