-- A trial's end and a change of plan or cycle begin a new count of periods.
create or replace function billing.begin_period(p_subscription billing.subscriptions)
returns billing.subscriptions
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_start timestamptz := p_subscription.current_period_end_at;
    v_anchor timestamptz := p_subscription.anchor_at;
    v_periods integer := p_subscription.periods + 1;
    v_cycle text := coalesce(p_subscription.pending_cycle, p_subscription.cycle);
    v_price billing.plan_prices;
    v_subscription billing.subscriptions;
begin
    if p_subscription.status = 'trialing' or v_cycle <> p_subscription.cycle then
        v_anchor := v_start;
        v_periods := 1;
    end if;
    v_price.unit_amount := p_subscription.unit_amount;
    v_price.currency := p_subscription.currency;
    if p_subscription.pending_plan is not null then
        v_price := billing.price_of(p_subscription.pending_plan, v_cycle);
    end if;

    update billing.subscriptions s
    set
        status = 'active',
        plan = coalesce(s.pending_plan, s.plan),
        cycle = v_cycle,
        unit_amount = v_price.unit_amount,
        currency = v_price.currency,
        pending_plan = null,
        pending_cycle = null,
        anchor_at = v_anchor,
        periods = v_periods,
        current_period_start_at = v_start,
        current_period_end_at = billing.period_boundary(v_anchor, v_cycle, v_periods)
    where s.user_id = p_subscription.user_id and s.id = p_subscription.id
    returning s.* into v_subscription;
    return v_subscription;
end
$$;

comment on function billing.begin_period(billing.subscriptions) is
    'Begins a subscription''s next period, on the plan that was planned for it.';
