-- Definer because callers have no right on the tables.
create or replace function ops.finish_job(p_run_id bigint, p_error text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_error text := left(p_error, 500);
    v_name text;
begin
    update ops.jobs j
    set
        run_id = null,
        leased_until = null,
        last_finished_at = v_at,
        last_error = v_error,
        last_succeeded_at = case when v_error is null then v_at else j.last_succeeded_at end
    where j.run_id = p_run_id
    returning j.name into v_name;
    if not found then
        perform ops.fail('TH404', 'job_run');
    end if;

    update ops.job_runs r set finished_at = v_at, error = v_error where r.id = p_run_id;
    delete from ops.job_runs r
    where
        r.job = v_name
        and r.id < (
            select min(n.id)
            from (
                select k.id from ops.job_runs k where k.job = v_name order by k.id desc limit 100
            ) n
        );
end
$$;

grant execute on function ops.finish_job(bigint, text) to service_role;
comment on function ops.finish_job(bigint, text) is
    'Ends a run, with p_error if it failed; the job runs again when it is due. Raises TH404 for a run that was finished or given up for lost.';
