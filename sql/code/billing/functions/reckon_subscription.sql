-- A chargeback on what it was paid with freezes it: it is paused, so that its user has the free plan, until the
-- chargeback is won, or lost and a later period paid for.
create or replace function billing.reckon_subscription(
    p_checkout billing.checkouts,
    p_known billing.stripe_subscriptions,
    p_id text
)
returns billing.subscriptions
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_target billing.subscriptions;
    v_invoice billing.invoices;
    v_paid_at timestamptz;
    v_failed_at timestamptz;
    v_frozen_at timestamptz;
begin
    -- What is billed besides says nothing of it.
    select max(i.paid_at), max(i.failed_at) filter (where i.paid_at is null)
    into strict v_paid_at, v_failed_at
    from billing.invoices i
    where i.subscription_id = p_id and i.is_period;
    -- The newest period that was paid for.
    select i.* into v_invoice
    from billing.invoices i
    where i.subscription_id = p_id and i.is_period and i.paid_at is not null and i.period_end_at is not null
    order by i.period_start_at desc, i.period_end_at desc, i.id
    limit 1;
    select min(d.observed_at) into strict v_frozen_at
    from billing.stripe_references i
    join billing.stripe_references r on r.parent_id = i.id
    join billing.disputes d on d.payment_intent_id = r.id and d.takes_back
    where
        i.parent_id = p_id
        and not (
            d.status = 'lost'
            and exists (
                select
                from billing.invoices o
                join billing.invoices n on n.subscription_id = o.subscription_id
                where
                    o.id = i.id and n.is_period and n.paid_at is not null
                    and n.period_start_at >= o.period_end_at
            )
        );

    if p_known.status = 'canceled' then
        v_target.status := 'canceled';
    elsif p_known.status = 'incomplete_expired' then
        -- Never paid for, so it never began.
        v_target.status := null;
    elsif p_known.status = 'paused' then
        v_target.status := 'paused';
    elsif p_known.status in ('active', 'trialing') then
        v_target.status := case when v_failed_at >= p_known.observed_at then 'past_due' else p_known.status end;
    -- While another invoice isn't paid for, only Stripe tells that it goes on.
    elsif v_paid_at >= coalesce(p_known.observed_at, '-infinity') and v_failed_at is null then
        v_target.status := 'active';
    elsif p_known.status in ('past_due', 'unpaid') then
        v_target.status := 'past_due';
    end if;

    v_target.plan := p_checkout.plan;
    v_target.cycle := p_checkout.cycle;
    v_target.unit_amount := p_checkout.unit_amount;
    v_target.currency := p_checkout.currency;
    if p_known.id is not null and v_target.status <> 'canceled' then
        select p.plan, p.cycle, p_known.unit_amount, p_known.currency
        into v_target.plan, v_target.cycle, v_target.unit_amount, v_target.currency
        from billing.stripe_prices p
        where
            p.id = p_known.price_id and p_known.quantity = 1
            and p.cycle = p_known.cycle and p_known.unit_amount is not null;
        -- Ours is made anew with each checkout, so it is told by what it comes to.
        if
            not found
            and (p_known.unit_amount, p_known.currency, p_known.cycle, p_known.quantity)
                is not distinct from (p_checkout.unit_amount, p_checkout.currency, p_checkout.cycle, 1)
        then
            v_target.plan := p_checkout.plan;
            v_target.cycle := p_checkout.cycle;
            v_target.unit_amount := p_checkout.unit_amount;
            v_target.currency := p_checkout.currency;
        end if;
    end if;

    -- Stripe begins the next period before it is paid for. While it isn't, the last that was is what counts, and the
    -- days of grace after it.
    if
        v_invoice.id is null
        or (p_known.current_period_start_at >= v_invoice.period_start_at and v_target.status is distinct from 'past_due')
    then
        v_target.current_period_start_at := p_known.current_period_start_at;
        v_target.current_period_end_at := p_known.current_period_end_at;
    else
        v_target.current_period_start_at := v_invoice.period_start_at;
        v_target.current_period_end_at := v_invoice.period_end_at;
    end if;
    if v_target.current_period_end_at is null then
        v_target.status := case when v_target.status = 'canceled' then 'canceled' end;
    elsif v_target.status = 'trialing' then
        v_target.current_period_end_at := coalesce(p_known.trial_end_at, v_target.current_period_end_at);
    end if;
    v_target.trial_end_at := p_known.trial_end_at;
    v_target.cancel_at_period_end := coalesce(p_known.cancel_at_period_end, false);
    v_target.canceled_at := p_known.canceled_at;
    if v_target.status = 'canceled' then
        v_target.ended_at := coalesce(p_known.ended_at, p_known.canceled_at, p_known.observed_at);
        v_target.canceled_at := coalesce(v_target.canceled_at, v_target.ended_at);
    elsif v_target.status = 'paused' then
        v_target.paused_at := p_known.observed_at;
    elsif v_target.status in ('active', 'trialing', 'past_due') and v_frozen_at is not null then
        v_target.status := 'paused';
        v_target.paused_at := v_frozen_at;
    end if;
    -- What is frozen is frozen at whatever price, and stays the plan that it was.
    if v_target.status = 'paused' and v_frozen_at is not null and v_target.plan is null then
        select s.plan, s.cycle, s.unit_amount, s.currency
        into v_target.plan, v_target.cycle, v_target.unit_amount, v_target.currency
        from billing.subscriptions s
        where s.user_id = p_checkout.user_id and s.id = p_checkout.subscription_id;
    end if;
    return v_target;
end
$$;

comment on function billing.reckon_subscription(billing.checkouts, billing.stripe_subscriptions, text) is
    'What a subscription should be by all that is known of it: without a status while it hasn''t begun, without a plan where its price isn''t one of ours.';
