-- Definer because callers have no right on the tables.
create or replace function billing.renew_subscription(
    p_user_id uuid,
    p_at timestamptz default clock_timestamp()
)
returns billing.subscriptions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription billing.subscriptions := billing.find_subscription(p_user_id, p_at);
begin
    if v_subscription.status <> 'past_due' then
        perform ops.fail('TH415', 'subscription', 'it is paid for');
    end if;
    return billing.begin_period(v_subscription);
end
$$;

grant execute on function billing.renew_subscription(uuid, timestamptz) to service_role;
comment on function billing.renew_subscription(uuid, timestamptz) is
    'Begins the next period of a subscription that is past due, because it was paid for. Raises TH001 with the field, TH404, TH415 when it is not past due; TH419 for one that is paid for at Stripe.';
