-- Counted from the anchor, not from the period before: what began on the 31st ends a short month on its
-- last day and comes back to the 31st. In UTC, where no day is longer than another.
create or replace function billing.period_boundary(
    p_anchor_at timestamptz,
    p_cycle billing.cycle,
    p_periods integer
)
returns timestamptz
language sql
immutable
security invoker
begin atomic
    select
        (
            (p_anchor_at at time zone 'UTC')
            + make_interval(months => p_periods * case p_cycle when 'yearly' then 12 else 1 end)
        ) at time zone 'UTC';
end;

comment on function billing.period_boundary(timestamptz, billing.cycle, integer) is
    'Where a subscription''s period ends that is p_periods periods after its anchor.';
