-- Definer because callers have no right on the tables.
create or replace function billing.cancel_subscription(
    p_user_id uuid,
    p_at_period_end boolean default true,
    p_at timestamptz default clock_timestamp()
)
returns billing.subscriptions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription billing.subscriptions;
begin
    if p_at_period_end is null then
        perform ops.fail_argument('at_period_end', null);
    end if;
    v_subscription := billing.find_subscription(p_user_id, p_at);

    -- What is paused or not paid for has no period to wait for.
    if p_at_period_end and v_subscription.status in ('trialing', 'active') then
        if v_subscription.cancel_at_period_end then
            return v_subscription;
        end if;
        update billing.subscriptions s
        set cancel_at_period_end = true, canceled_at = p_at
        where s.user_id = p_user_id and s.id = v_subscription.id
        returning s.* into v_subscription;
    else
        update billing.subscriptions s
        set
            status = 'canceled', canceled_at = coalesce(s.canceled_at, p_at), ended_at = p_at,
            paused_at = null
        where s.user_id = p_user_id and s.id = v_subscription.id
        returning s.* into v_subscription;
    end if;
    return v_subscription;
end
$$;

grant execute on function billing.cancel_subscription(uuid, boolean, timestamptz) to service_role;
comment on function billing.cancel_subscription(uuid, boolean, timestamptz) is
    'Cancels a user''s subscription at its period''s end, or at once. Raises TH001 with the field, TH404, TH419 for one that is paid for at Stripe.';
