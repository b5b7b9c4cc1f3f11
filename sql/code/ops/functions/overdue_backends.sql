-- Whoever runs the jobs may cancel what they hang in: the same login.
-- Definer because callers have no right on the tables.
create or replace function ops.overdue_backends()
returns setof integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
begin atomic
    select r.backend_pid
    from ops.jobs j
    join ops.job_runs r on r.id = j.run_id
    where
        j.runner = 'pg_cron'
        and r.started_at + j.time_limit < clock_timestamp();
end;

grant execute on function ops.overdue_backends() to service_role;
comment on function ops.overdue_backends() is
    'The server processes of runs by pg_cron that are out of time, to be cancelled.';
