-- Definer because admins have no right on the tables.
create or replace function api.admin_retention()
returns setof ops.retention_report
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
        p.relation, p.action, p.archive, p.keep, p.is_enabled, p.description, p.done_before, r.rows_done,
        r.started_at, r.finished_at
    from ops.retention_policies p
    left join lateral (
        select r.*
        from ops.retention_runs r
        where r.relation = p.relation
        order by r.id desc
        limit 1
    ) r on true
    order by p.relation;
end
$$;

grant execute on function api.admin_retention() to authenticated, service_role;
comment on function api.admin_retention() is
    'How long what is kept, and what became of what was older. For admins and trusted servers. Raises TH403.';
