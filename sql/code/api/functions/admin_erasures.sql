-- Definer because admins have no right on the table.
create or replace function api.admin_erasures(page_size integer default 50)
returns setof ops.erasure_report
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
    select e.user_id, e.reason, e.requested_by, e.requested_at, e.settled_at, e.finished_at
    from ops.erasures e
    order by e.requested_at desc, e.user_id
    limit least(greatest(coalesce(admin_erasures.page_size, 50), 1), 1000);
end
$$;

grant execute on function api.admin_erasures(integer) to authenticated, service_role;
comment on function api.admin_erasures(integer) is
    'The last deleted accounts, the newest first, and whether all traces are gone. For admins and trusted servers. Raises TH403.';
