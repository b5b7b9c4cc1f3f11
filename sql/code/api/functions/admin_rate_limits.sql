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
    select c.id, c.description, null, c.requests, c.period, c.is_enabled, c.updated_at
    from ops.rate_classes c
    union all
    select c.id, c.description, o.plan::text, o.requests, o.period, c.is_enabled, o.updated_at
    from ops.rate_overrides o
    join ops.rate_classes c on c.id = o.class
    order by 1, 3 nulls first;
end
$$;

grant execute on function api.admin_rate_limits() to authenticated, service_role;
comment on function api.admin_rate_limits() is
    'How often what may be asked for, by everybody and by plans. For admins and trusted servers. Raises TH403.';
