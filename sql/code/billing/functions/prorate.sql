-- To the second, each amount rounded by itself, half a unit up. A change of the cycle begins a new
-- period, which is charged in full.
create or replace function billing.prorate(
    p_subscription billing.subscriptions,
    p_unit_amount bigint,
    p_keeps_period boolean,
    p_at timestamptz
)
returns billing.proration
language sql
immutable
security invoker
begin atomic
    select (
        round(p_subscription.unit_amount * s.remaining / s.total)::bigint,
        case
            when p_keeps_period then round(p_unit_amount * s.remaining / s.total)::bigint
            else p_unit_amount
        end,
        s.remaining::bigint,
        s.total::bigint
    )::billing.proration
    from (
        select
            -- No more than all: p_at may be read off the clock before a call that begins the period.
            least(
                greatest(floor(extract(epoch from p_subscription.current_period_end_at - p_at)), 0), t.total
            ) as remaining,
            t.total
        from (
            select
                ceil(
                    extract(
                        epoch from
                        p_subscription.current_period_end_at - p_subscription.current_period_start_at
                    )
                ) as total
        ) t
    ) s;
end;

comment on function billing.prorate(billing.subscriptions, bigint, boolean, timestamptz) is
    'What is left of a subscription''s period at p_at, what of it was paid, and what p_unit_amount a period comes to for it.';
