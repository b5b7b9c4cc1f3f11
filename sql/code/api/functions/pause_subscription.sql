create or replace function api.pause_subscription(user_id uuid)
returns billing.subscriptions
language sql
volatile
security invoker
begin atomic
    select billing.pause_subscription(p_user_id => pause_subscription.user_id);
end;

grant execute on function api.pause_subscription(uuid) to service_role;
comment on function api.pause_subscription(uuid) is
    'See billing.pause_subscription. Raises TH001, TH404, TH415, TH419.';
