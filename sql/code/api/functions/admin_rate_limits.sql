-- Definer because admins have no right on the tables.
create or replace function api.admin_rate_limits()
returns setof ops.rate_report
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;

    return query
    select
        c.id, c.description, r.plan::text, r.requests, r.period, c.is_enabled, lower(r.effective),
        upper(r.effective)
    from ops.rate_classes c
    left join ops.rates r on r.class = c.id
    order by c.id, r.plan nulls first, lower(r.effective) desc
    limit 1000;
end
$$;

grant execute on function api.admin_rate_limits() to authenticated, service_role;
comment on function api.admin_rate_limits() is
    'How often what may be asked for, by everybody and by plans: what is, was and will be in force, of each class and plan the latest first; a class that nothing was ever set for by itself. For admins and trusted servers. Raises TH403.';
