-- A key needs the scopes of all that it shows, not only those that open the function.
create or replace function api.dashboard(
    billing_period text default null,
    user_id uuid default auth.uid()
)
returns usage.dashboard
language sql
stable
security invoker
begin atomic
    select (
        a.user_id,
        to_char(p.starts_on, 'YYYY-MM'),
        billing.plan_of(a.user_id),
        (
            select to_jsonb(s) - 'user_id'
            from api.subscriptions s
            where s.user_id = a.user_id and s.ended_at is null
        ),
        (select to_jsonb(b) - 'user_id' from api.balance b where b.user_id = a.user_id),
        (
            select coalesce(jsonb_agg(to_jsonb(u) - 'user_id' order by u.meter, u.per), '[]')
            from api.usage_summary u
            where u.user_id = a.user_id
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(t) order by t.meter), '[]')
            from api.usage_statistics(dashboard.billing_period, a.user_id) t
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(d) order by d.meter, d.starts_on), '[]')
            from api.usage_by_day(dashboard.billing_period, null, a.user_id) d
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(l) - 'user_id' order by l.at desc, l.event_id), '[]')
            from (
                select l.*
                from api.usage_logs l
                where
                    l.user_id = a.user_id
                    and l.at >= p.starts_on::timestamp at time zone 'UTC'
                    and l.at < (p.starts_on + interval '1 month') at time zone 'UTC'
                order by l.at desc
                limit 10
            ) l
        ),
        (
            select coalesce(jsonb_agg(to_jsonb(n) - 'user_id' order by n.created_at desc, n.id), '[]')
            from (
                select n.*
                from api.usage_alerts n
                where n.user_id = a.user_id and n.read_at is null
                order by n.created_at desc
                limit 10
            ) n
        )
    )::usage.dashboard
    from (select usage.read_billing_period(dashboard.billing_period) as starts_on offset 0) p
    cross join identity.check_scopes('api.balance', 'api.subscriptions')
    cross join credits.accounts a
    where a.user_id = dashboard.user_id;
end;

grant execute on function api.dashboard(text, uuid) to authenticated, service_role;
comment on function api.dashboard(text, uuid) is
    'All that a user is shown at a glance, of a billing period (YYYY-MM; default the current one) and of now; null for an unknown user. Raises TH001 with the field, TH403 for a key whose scopes don''t open all of it.';
