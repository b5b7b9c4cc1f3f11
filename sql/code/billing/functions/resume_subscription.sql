-- What was left of the period when it was paused is left of it now.
-- Race: the clock is read once the subscription is locked; a call that waits for one that pauses it would
-- otherwise resume it before that.
-- Definer because callers have no right on the tables.
create or replace function billing.resume_subscription(
    p_user_id uuid,
    p_at timestamptz default null
)
returns billing.subscriptions
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_subscription billing.subscriptions := billing.find_subscription(
        p_user_id, coalesce(p_at, clock_timestamp())
    );
    v_at timestamptz := coalesce(p_at, clock_timestamp());
    v_paused interval;
begin
    if v_subscription.status = 'paused' then
        if v_at < v_subscription.paused_at then
            perform ops.fail('TH001', 'at', 'at is not before it was paused');
        end if;
        v_paused := make_interval(
            secs => extract(epoch from v_at - v_subscription.paused_at)::double precision
        );
        update billing.subscriptions s
        set
            status = 'active',
            paused_at = null,
            current_period_start_at = s.current_period_start_at + v_paused,
            current_period_end_at = s.current_period_end_at + v_paused,
            anchor_at = s.current_period_end_at + v_paused,
            periods = 0
        where s.user_id = p_user_id and s.id = v_subscription.id
        returning s.* into v_subscription;
    elsif v_subscription.cancel_at_period_end then
        update billing.subscriptions s
        set cancel_at_period_end = false, canceled_at = null
        where s.user_id = p_user_id and s.id = v_subscription.id
        returning s.* into v_subscription;
    else
        perform ops.fail('TH415', 'subscription', 'it is neither paused nor about to end');
    end if;
    return v_subscription;
end
$$;

grant execute on function billing.resume_subscription(uuid, timestamptz) to service_role;
comment on function billing.resume_subscription(uuid, timestamptz) is
    'Resumes a paused subscription with what was left of its period, or withdraws a cancellation. Raises TH001 with the field, TH404, TH415 when there is nothing to resume; TH419 for one that is paid for at Stripe.';
