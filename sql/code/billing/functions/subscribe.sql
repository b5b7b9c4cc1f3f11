-- Race: two calls for one user queue on the account's row; the second finds the first's subscription.
-- Definer because callers have no right on the tables.
create or replace function billing.subscribe(
    p_user_id uuid,
    p_plan text,
    p_cycle text default 'monthly',
    p_with_trial boolean default false,
    p_renews_itself boolean default true,
    p_at timestamptz default clock_timestamp()
)
returns billing.subscriptions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_price billing.plan_prices;
    v_subscription billing.subscriptions;
    v_trial_days integer := 0;
    v_end timestamptz;
begin
    if p_user_id is null then
        perform ops.fail_argument('user_id', null);
    elsif p_with_trial is null then
        perform ops.fail_argument('with_trial', null);
    elsif p_renews_itself is null then
        perform ops.fail_argument('renews_itself', null);
    end if;
    v_price := billing.price_of(p_plan, p_cycle);

    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not found then
        perform ops.fail('TH404', 'account');
    end if;

    select s.* into v_subscription
    from billing.subscriptions s
    where s.user_id = p_user_id and s.status in ('trialing', 'active', 'past_due', 'paused')
    for update;
    if found then
        v_subscription := billing.advance(v_subscription, p_at);
        if v_subscription.ended_at is null then
            perform ops.fail('TH416', 'subscription');
        end if;
    elsif p_at is null or not isfinite(p_at) then
        perform ops.fail('TH001', 'at', 'at is a finite time');
    end if;

    if p_with_trial then
        select p.trial_days into strict v_trial_days from billing.plans p where p.id = p_plan;
        if v_trial_days = 0 then
            perform ops.fail('TH001', 'with_trial', 'the plan can be tried');
        elsif exists (
            select
            from billing.subscriptions s
            where s.user_id = p_user_id and s.trial_end_at is not null
        ) then
            perform ops.fail('TH412', 'trial');
        end if;
        v_end := p_at + make_interval(hours => 24 * v_trial_days);
    else
        v_end := billing.period_boundary(p_at, p_cycle, 1);
    end if;

    insert into billing.subscriptions (
        user_id, plan, cycle, status, unit_amount, currency, renews_itself, anchor_at,
        current_period_start_at, current_period_end_at, trial_end_at
    ) values (
        p_user_id, p_plan, p_cycle, case when p_with_trial then 'trialing' else 'active' end,
        v_price.unit_amount, v_price.currency, p_renews_itself, p_at, p_at, v_end,
        case when p_with_trial then v_end end
    )
    returning * into v_subscription;
    return v_subscription;
end
$$;

grant execute on function
    billing.subscribe(uuid, text, text, boolean, boolean, timestamptz) to service_role;
comment on function billing.subscribe(uuid, text, text, boolean, boolean, timestamptz) is
    'Subscribes a user to a plan, monthly or yearly, with p_with_trial on trial first. Unless p_renews_itself, each further period waits for billing.renew_subscription. Raises TH001 with the field, TH404 (account, plan), TH412 for a second trial, TH416 for a second live subscription.';
