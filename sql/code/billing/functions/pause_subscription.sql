-- Definer because callers have no right on the tables.
create or replace function billing.pause_subscription(
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
    if v_subscription.status = 'paused' then
        return v_subscription;
    end if;
    update billing.subscriptions s
    set status = 'paused', paused_at = p_at
    where s.user_id = p_user_id and s.id = v_subscription.id
    returning s.* into v_subscription;
    return v_subscription;
end
$$;

grant execute on function billing.pause_subscription(uuid, timestamptz) to service_role;
comment on function billing.pause_subscription(uuid, timestamptz) is
    'Pauses an active subscription: its time stands still, and its user has the free plan, until it is resumed. Raises TH001 with the field, TH404, TH415 when it is not active; TH419 for one that is paid for at Stripe.';
