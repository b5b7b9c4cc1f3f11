create or replace function billing.on_subscription(p_event billing.stripe_events)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_told jsonb := p_event.payload #> '{data,object}';
    v_item jsonb := v_told #> '{items,data,0}';
    v_price jsonb := coalesce(v_item -> 'price', v_item -> 'plan', v_told -> 'plan');
    v_end timestamptz := billing.stripe_time_of(
        coalesce(v_item -> 'current_period_end', v_told -> 'current_period_end')
    );
    v_status text := case
        when p_event.type = 'customer.subscription.deleted' then 'canceled'
        else v_told ->> 'status'
    end;
    v_reason text;
    v_rank integer;
begin
    v_reason := billing.bind_subscription(
        v_told ->> 'id', v_told -> 'metadata', billing.stripe_id_of(v_told -> 'customer')
    );
    if v_reason <> 'unmatched' then
        return v_reason;
    end if;

    -- Of one second: what is made comes before what changes, and a status before those that follow it.
    v_rank := case when p_event.type = 'customer.subscription.created' then 0 else 10 end
        + array_position(
            array['incomplete', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'incomplete_expired', 'canceled'],
            v_status
        );
    insert into billing.stripe_subscriptions as s (
        id, status, price_id, unit_amount, currency, cycle, quantity, current_period_start_at,
        current_period_end_at, trial_end_at, cancel_at_period_end, canceled_at, ended_at, observed_at,
        observed_rank, observed_event
    ) values (
        v_told ->> 'id',
        v_status,
        v_price ->> 'id',
        coalesce(v_price ->> 'unit_amount', v_price ->> 'amount')::bigint,
        coalesce(v_price ->> 'currency', v_told ->> 'currency'),
        case
            when coalesce(v_price #>> '{recurring,interval_count}', v_price ->> 'interval_count', '1') <> '1' then null
            else
                case coalesce(v_price #>> '{recurring,interval}', v_price ->> 'interval')
                    when 'month' then 'monthly' when 'year' then 'yearly'
                end
        end,
        case
            when jsonb_array_length(v_told #> '{items,data}') > 1 then null
            else coalesce(v_item ->> 'quantity', v_told ->> 'quantity', '1')::bigint
        end,
        billing.stripe_time_of(coalesce(v_item -> 'current_period_start', v_told -> 'current_period_start')),
        v_end,
        billing.stripe_time_of(v_told -> 'trial_end'),
        coalesce((v_told ->> 'cancel_at_period_end')::boolean, false)
        or coalesce(billing.stripe_time_of(v_told -> 'cancel_at') <= v_end, false),
        billing.stripe_time_of(v_told -> 'canceled_at'),
        billing.stripe_time_of(v_told -> 'ended_at'),
        p_event.occurred_at,
        v_rank,
        p_event.id
    )
    on conflict (id) do update
    set
        status = excluded.status,
        price_id = excluded.price_id,
        unit_amount = excluded.unit_amount,
        currency = excluded.currency,
        cycle = excluded.cycle,
        quantity = excluded.quantity,
        current_period_start_at = excluded.current_period_start_at,
        current_period_end_at = excluded.current_period_end_at,
        trial_end_at = excluded.trial_end_at,
        cancel_at_period_end = excluded.cancel_at_period_end,
        canceled_at = excluded.canceled_at,
        ended_at = excluded.ended_at,
        observed_at = excluded.observed_at,
        observed_rank = excluded.observed_rank,
        observed_event = excluded.observed_event
    where
        -- What is canceled stays so.
        (
            excluded.status in ('canceled', 'incomplete_expired'), excluded.observed_at,
            excluded.observed_rank, excluded.observed_event
        ) > (
            s.status in ('canceled', 'incomplete_expired'), s.observed_at, s.observed_rank, s.observed_event
        );
    return billing.settle_subscription(v_told ->> 'id');
end
$$;

comment on function billing.on_subscription(billing.stripe_events) is
    'customer.subscription.created, .updated, .paused, .resumed, .deleted: what a subscription is now, as far as it is newer than what is known. Answers what isn''t as we made it, unmatched while that isn''t known, or null.';
