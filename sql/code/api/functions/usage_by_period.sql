create or replace function api.usage_by_period(
    periods integer default 12,
    meter text default null,
    user_id uuid default auth.uid()
)
returns setof usage.trend_point
language sql
stable
security invoker
begin atomic
    select (m.id, d.month::date, coalesce(c.quantity, 0), coalesce(c.events, 0))::usage.trend_point
    from (
        select
            usage.window_start('month', statement_timestamp())::timestamp as ends_on,
            usage.read_meter(usage_by_period.meter) as meter,
            least(greatest(coalesce(usage_by_period.periods, 12), 1), 100) as periods
        offset 0
    ) p
    join usage.meters m
        on m.id = p.meter
        or p.meter is null and exists (
            select
            from usage.counters u
            where
                u.user_id = usage_by_period.user_id and u.meter = m.id and u.per = 'month'
                and u.starts_on > (p.ends_on - make_interval(months => p.periods))::date
        )
    cross join lateral generate_series(
        p.ends_on - make_interval(months => p.periods - 1), p.ends_on, interval '1 month'
    ) as d (month)
    left join usage.counters c
        on c.user_id = usage_by_period.user_id and c.meter = m.id and c.per = 'month'
        and c.starts_on = d.month::date
    where usage_by_period.user_id is not null
    order by m.id, d.month;
end;

grant execute on function api.usage_by_period(integer, text, uuid) to authenticated, service_role;
comment on function api.usage_by_period(integer, text, uuid) is
    'How much the user used in each of the last billing periods, 1 to 100 of them, of one meter or of each that was used. Raises TH001 with the field, TH404 (meter).';
