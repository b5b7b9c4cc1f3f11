-- A subscription that has ended here, because nothing was paid for too long, and is paid for after all, goes on as
-- another one.
create or replace function billing.write_subscription(p_checkout billing.checkouts, p_target billing.subscriptions)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_id uuid := coalesce(p_checkout.subscription_id, p_checkout.id);
    v_status text := p_target.status;
    v_now billing.subscriptions;
    v_other billing.subscriptions;
begin
    select s.* into v_now
    from billing.subscriptions s
    where s.user_id = p_checkout.user_id and s.id = v_id
    for update;
    if p_target.status is null or p_target.current_period_end_at is null then
        return null;
    elsif v_now.ended_at is not null then
        if p_target.status = 'canceled' or p_target.current_period_end_at <= v_now.ended_at then
            return null;
        end if;
        v_id := gen_random_uuid();
        v_now := null;
    end if;

    if v_now.id is null then
        if p_target.status <> 'canceled' then
            select s.* into v_other
            from billing.subscriptions s
            where
                s.user_id = p_checkout.user_id
                and s.status in ('trialing', 'active', 'past_due', 'paused')
            for update;
            if found and (billing.advance(v_other, clock_timestamp())).ended_at is null then
                return 'subscription';
            end if;
        end if;
        insert into billing.subscriptions (
            user_id, id, plan, cycle, status, unit_amount, currency, renews_itself, anchor_at,
            current_period_start_at, current_period_end_at, trial_end_at
        ) values (
            p_checkout.user_id, v_id, p_target.plan, p_target.cycle,
            case when p_target.status = 'trialing' then 'trialing' else 'active' end,
            p_target.unit_amount, p_target.currency, false, p_target.current_period_start_at,
            p_target.current_period_start_at, p_target.current_period_end_at, p_target.trial_end_at
        )
        returning * into v_now;
        update billing.checkouts c
        set subscription_id = v_id
        where c.user_id = p_checkout.user_id and c.id = p_checkout.id;
    end if;

    -- A trial that was over once doesn't begin again.
    if v_status = 'trialing' and v_now.status <> 'trialing' then
        v_status := 'active';
    end if;
    -- There is a way from active to all, and to active from all that lives.
    if
        v_status <> v_now.status and v_now.status <> 'active'
        and not exists (
            select
            from billing.subscription_transitions t
            where t.from_status = v_now.status and t.to_status = v_status
        )
    then
        update billing.subscriptions s
        set status = 'active', paused_at = null
        where s.user_id = p_checkout.user_id and s.id = v_id
        returning s.* into strict v_now;
    end if;

    update billing.subscriptions s
    set
        plan = p_target.plan,
        cycle = p_target.cycle,
        status = v_status,
        unit_amount = p_target.unit_amount,
        currency = p_target.currency,
        renews_itself = false,
        pending_plan = null,
        pending_cycle = null,
        anchor_at = p_target.current_period_start_at,
        periods = 1,
        current_period_start_at = p_target.current_period_start_at,
        current_period_end_at = p_target.current_period_end_at,
        trial_end_at = p_target.trial_end_at,
        cancel_at_period_end = p_target.cancel_at_period_end,
        paused_at = p_target.paused_at,
        canceled_at = p_target.canceled_at,
        ended_at = p_target.ended_at
    where
        s.user_id = p_checkout.user_id and s.id = v_id
        and (
            s.plan, s.cycle, s.status, s.unit_amount, s.currency, s.renews_itself, s.pending_plan,
            s.current_period_start_at, s.current_period_end_at, s.trial_end_at, s.cancel_at_period_end,
            s.paused_at, s.canceled_at, s.ended_at
        ) is distinct from (
            p_target.plan, p_target.cycle, v_status, p_target.unit_amount, p_target.currency, false, null,
            p_target.current_period_start_at, p_target.current_period_end_at, p_target.trial_end_at,
            p_target.cancel_at_period_end, p_target.paused_at, p_target.canceled_at, p_target.ended_at
        );
    return null;
end
$$;

comment on function billing.write_subscription(billing.checkouts, billing.subscriptions) is
    'Makes a checkout''s subscription what billing.reckon_subscription says. Answers subscription when its user has another one, else null. Raises TH415 where a transition is missing.';
