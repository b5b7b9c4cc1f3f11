-- What counts now: a meter with a limit, used or not, and one without a limit once it is used.
create or replace view api.usage_summary with (security_invoker = true) as
select
    a.user_id,
    p.plan,
    m.id as meter,
    m.name,
    m.unit,
    m.provider,
    w.per,
    w.starts_on,
    (w.starts_on + w.length) at time zone 'UTC' as resets_at,
    coalesce(c.quantity, 0)::numeric as used,
    coalesce(c.events, 0) as events,
    l.kind,
    l.quantity::numeric as allowed,
    case when l.plan is not null then greatest(l.quantity - coalesce(c.quantity, 0), 0) end as remaining,
    case when l.plan is not null then greatest(coalesce(c.quantity, 0) - l.quantity, 0) end as overage,
    trim_scale(trunc(coalesce(c.quantity, 0) * 100 / nullif(l.quantity, 0), 2)) as percent,
    l.overage_price
from credits.accounts a
-- Asked once a user, not once a row.
cross join lateral (select billing.plan_of(a.user_id) as plan offset 0) p
cross join usage.meters m
cross join (
    select 'day' as per, usage.window_start('day', statement_timestamp()) as starts_on, interval '1 day' as length
    union all
    select 'month', usage.window_start('month', statement_timestamp()), interval '1 month'
) w
left join usage.limits l on l.plan = p.plan and l.meter = m.id and l.per = w.per
left join usage.counters c
    on c.user_id = a.user_id and c.meter = m.id and c.per = w.per and c.starts_on = w.starts_on
where l.plan is not null or c.user_id is not null;

grant select on api.usage_summary to authenticated, service_role;
comment on view api.usage_summary is
    'What the user has used of each meter in this day and month, of how much the plan allows, and when it begins anew.';
