-- Whatever was missed meanwhile happens now, period by period, so that the history is the same as if it
-- had been looked at in time.
create or replace function billing.advance(p_subscription billing.subscriptions, p_at timestamptz)
returns billing.subscriptions
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription billing.subscriptions := p_subscription;
    v_grace interval;
begin
    if p_at is null or not isfinite(p_at) then
        perform ops.fail('TH001', 'at', 'at is a finite time');
    end if;

    while
        v_subscription.status in ('trialing', 'active', 'past_due')
        and v_subscription.current_period_end_at <= p_at
    loop
        if v_subscription.status = 'past_due' then
            select make_interval(hours => 24 * o.grace_days) into strict v_grace from billing.settings o;
            exit when v_subscription.current_period_end_at + v_grace > p_at;
            update billing.subscriptions s
            set status = 'expired', ended_at = v_subscription.current_period_end_at + v_grace
            where s.user_id = v_subscription.user_id and s.id = v_subscription.id
            returning s.* into v_subscription;
        elsif v_subscription.cancel_at_period_end then
            update billing.subscriptions s
            set status = 'canceled', ended_at = v_subscription.current_period_end_at
            where s.user_id = v_subscription.user_id and s.id = v_subscription.id
            returning s.* into v_subscription;
        elsif not v_subscription.renews_itself then
            update billing.subscriptions s
            set status = 'past_due'
            where s.user_id = v_subscription.user_id and s.id = v_subscription.id
            returning s.* into v_subscription;
        else
            v_subscription := billing.begin_period(v_subscription);
        end if;
    end loop;
    return v_subscription;
end
$$;

comment on function billing.advance(billing.subscriptions, timestamptz) is
    'Brings a subscription, which the caller has locked, to where it is at p_at. Raises TH001 with the field.';
