create or replace function api.cancel_subscription(user_id uuid, at_period_end boolean default true)
returns billing.subscriptions
language sql
volatile
security invoker
begin atomic
    select billing.cancel_subscription(
        p_user_id => cancel_subscription.user_id,
        p_at_period_end => cancel_subscription.at_period_end
    );
end;

grant execute on function api.cancel_subscription(uuid, boolean) to service_role;
comment on function api.cancel_subscription(uuid, boolean) is
    'See billing.cancel_subscription. Raises TH001, TH404, TH419.';
