-- An upgrade (a higher rank, or the same plan by the year instead of the month) takes effect at once and
-- is prorated; anything else at the period's end. Asking for what is there withdraws what was planned;
-- asking for what is planned changes nothing.
-- Definer because callers have no right on the tables.
create or replace function billing.change_plan(
    p_user_id uuid,
    p_plan text,
    p_cycle text default null,
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
    v_cycle text;
    v_price billing.plan_prices;
    v_is_upgrade boolean;
    v_keeps_period boolean;
    v_proration billing.proration;
begin
    v_subscription := billing.find_subscription(p_user_id, p_at);
    v_cycle := coalesce(p_cycle, v_subscription.cycle);
    v_price := billing.price_of(p_plan, v_cycle);
    if v_subscription.status not in ('trialing', 'active') then
        perform ops.fail('TH415', 'subscription', format('it is %s', v_subscription.status));
    end if;

    select
        n.rank > c.rank
        or (n.id = c.id and v_cycle = 'yearly' and v_subscription.cycle = 'monthly')
    into strict v_is_upgrade
    from billing.plans n, billing.plans c
    where n.id = p_plan and c.id = v_subscription.plan;

    if not v_is_upgrade then
        if p_plan = v_subscription.plan and v_cycle = v_subscription.cycle then
            p_plan := null;
            v_cycle := null;
        end if;
        if (p_plan, v_cycle) is not distinct from (v_subscription.pending_plan, v_subscription.pending_cycle) then
            return v_subscription;
        end if;
        update billing.subscriptions s
        set pending_plan = p_plan, pending_cycle = v_cycle
        where s.user_id = p_user_id and s.id = v_subscription.id
        returning s.* into v_subscription;
        return v_subscription;
    end if;

    if v_price.currency <> v_subscription.currency then
        perform ops.fail('TH001', 'plan', 'the plan is sold in the currency of the subscription');
    end if;
    v_keeps_period := v_cycle = v_subscription.cycle or v_subscription.status = 'trialing';
    if v_subscription.status = 'active' then
        v_proration := billing.prorate(v_subscription, v_price.unit_amount, v_keeps_period, p_at);
        insert into billing.prorations (
            user_id, subscription_id, from_plan, from_cycle, to_plan, to_cycle, credit, charge, currency,
            remaining_seconds, period_seconds, created_at
        ) values (
            p_user_id, v_subscription.id, v_subscription.plan, v_subscription.cycle, p_plan, v_cycle,
            v_proration.credit, v_proration.charge, v_price.currency, v_proration.remaining_seconds,
            v_proration.period_seconds, p_at
        );
    end if;

    update billing.subscriptions s
    set
        plan = p_plan,
        cycle = v_cycle,
        unit_amount = v_price.unit_amount,
        pending_plan = null,
        pending_cycle = null,
        anchor_at = case when v_keeps_period then s.anchor_at else p_at end,
        periods = case when v_keeps_period then s.periods else 1 end,
        current_period_start_at = case when v_keeps_period then s.current_period_start_at else p_at end,
        current_period_end_at = case
            when v_keeps_period then s.current_period_end_at
            else billing.period_boundary(p_at, v_cycle, 1)
        end
    where s.user_id = p_user_id and s.id = v_subscription.id
    returning s.* into v_subscription;
    return v_subscription;
end
$$;

grant execute on function billing.change_plan(uuid, text, text, timestamptz) to service_role;
comment on function billing.change_plan(uuid, text, text, timestamptz) is
    'Upgrades a user''s subscription at once, its price prorated in billing.prorations, or plans a downgrade for its period''s end. Raises TH001 with the field, TH404 (subscription, plan), TH415 while paused or past due; TH419 for one that is paid for at Stripe.';
