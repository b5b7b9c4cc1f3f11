-- Definer because admins have no right on the tables.
create or replace function api.admin_jobs()
returns setof ops.job_report
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
        j.name,
        j.description,
        j.every,
        j.time_limit,
        j.is_enabled,
        j.runner,
        j.run_id is not null,
        j.last_started_at,
        j.last_finished_at,
        round(extract(epoch from coalesce(j.last_finished_at, clock_timestamp()) - j.last_started_at), 3),
        j.last_succeeded_at,
        j.last_error,
        j.next_run_at
    from ops.jobs j
    order by j.name;
end
$$;

grant execute on function api.admin_jobs() to authenticated, service_role;
comment on function api.admin_jobs() is
    'Background work, and how it went. For admins and trusted servers. Raises TH403.';
