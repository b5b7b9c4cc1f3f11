create or replace function api.usage_statistics(
    billing_period text default null,
    user_id uuid default auth.uid()
)
returns setof usage.period_total
language sql
stable
security invoker
begin atomic
    select (
        m.id, m.name, m.unit, m.provider, coalesce(c.quantity, 0), coalesce(c.events, 0), coalesce(b.quantity, 0)
    )::usage.period_total
    from (
        select usage.read_billing_period(usage_statistics.billing_period) as starts_on offset 0
    ) p
    cross join usage.meters m
    left join usage.counters c
        on c.user_id = usage_statistics.user_id and c.meter = m.id and c.per = 'month'
        and c.starts_on = p.starts_on
    left join usage.counters b
        on b.user_id = usage_statistics.user_id and b.meter = m.id and b.per = 'month'
        and b.starts_on = (p.starts_on - interval '1 month')::date
    where c.user_id is not null or b.user_id is not null
    order by m.id;
end;

grant execute on function api.usage_statistics(text, uuid) to authenticated, service_role;
comment on function api.usage_statistics(text, uuid) is
    'How much the user used of each meter in a billing period (YYYY-MM; default the current one), and in the one before. Raises TH001 with the field.';
