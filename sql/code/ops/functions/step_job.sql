-- The job's row stays locked for the step, so that nobody takes the job over meanwhile, whatever its lease
-- says. The statement is what the owner wrote into the table.
-- Definer because callers have no right on the tables, nor on all that jobs do.
create or replace function ops.step_job(p_run_id bigint, p_after text default null)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_job ops.jobs;
    v_next text;
begin
    select j.* into v_job from ops.jobs j where j.run_id = p_run_id for no key update;
    if not found then
        perform ops.fail('TH404', 'job_run');
    end if;
    if clock_timestamp() > v_job.last_started_at + v_job.time_limit then
        perform ops.fail('TH520', v_job.name);
    end if;

    execute v_job.statement into v_next using p_after;
    update ops.job_runs r set steps = r.steps + 1 where r.id = p_run_id;
    return v_next;
end
$$;

grant execute on function ops.step_job(bigint, text) to service_role;
comment on function ops.step_job(bigint, text) is
    'One step of a run. Answers where the next goes on, or null when there is none. Raises TH404 for a run that was finished or given up for lost, TH520 for one that is out of time, and whatever the job raises.';
