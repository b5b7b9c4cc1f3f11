-- A day on which nothing was used is a point too, so that whoever draws a line has all of it; one that is
-- still to come is not.
create or replace function api.usage_by_day(
    billing_period text default null,
    meter text default null,
    user_id uuid default auth.uid()
)
returns setof usage.trend_point
language sql
stable
security invoker
begin atomic
    select (m.id, d.day::date, coalesce(c.quantity, 0), coalesce(c.events, 0))::usage.trend_point
    from (
        select
            usage.read_billing_period(usage_by_day.billing_period) as starts_on,
            usage.read_meter(usage_by_day.meter) as meter
        offset 0
    ) p
    join usage.meters m
        on m.id = p.meter
        or p.meter is null and exists (
            select
            from usage.counters u
            where
                u.user_id = usage_by_day.user_id and u.meter = m.id and u.per = 'month'
                and u.starts_on = p.starts_on
        )
    cross join lateral generate_series(
        p.starts_on::timestamp,
        least(
            p.starts_on + interval '1 month' - interval '1 day',
            usage.window_start('day', statement_timestamp())::timestamp
        ),
        interval '1 day'
    ) as d (day)
    left join usage.counters c
        on c.user_id = usage_by_day.user_id and c.meter = m.id and c.per = 'day' and c.starts_on = d.day::date
    where usage_by_day.user_id is not null
    order by m.id, d.day;
end;

grant execute on function api.usage_by_day(text, text, uuid) to authenticated, service_role;
comment on function api.usage_by_day(text, text, uuid) is
    'How much the user used on each day of a billing period (YYYY-MM; default the current one), of one meter or of each that was used. Raises TH001 with the field, TH404 (meter).';
