-- The job's row is the lock: what somebody else claims at this moment, or is in the middle of a step of, is
-- passed over. A run whose lease is over was left by a process that died, or hung; the job begins anew.
-- Definer because callers have no right on the tables.
create or replace function ops.claim_job(
    p_worker text,
    p_runner text default 'thin',
    p_name text default null
)
returns ops.job_runs
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_job ops.jobs;
    v_run ops.job_runs;
begin
    if p_worker is null or length(p_worker) not between 1 and 200 then
        perform ops.fail('TH001', 'worker', 'worker is 1 to 200 characters');
    end if;

    select j.* into v_job
    from ops.jobs j
    where
        j.is_enabled and j.runner = p_runner and (p_name is null or j.name = p_name)
        and case when j.run_id is null then j.next_run_at else j.leased_until end <= v_at
    order by j.next_run_at, j.name
    limit 1
    for no key update skip locked;
    if not found then
        return null;
    end if;

    if v_job.run_id is not null then
        update ops.job_runs r
        set finished_at = v_at, error = 'lost'
        where r.id = v_job.run_id and r.finished_at is null;
    end if;
    insert into ops.job_runs (job, worker, started_at)
    values (v_job.name, p_worker, v_at)
    returning * into strict v_run;
    update ops.jobs j
    set
        run_id = v_run.id,
        leased_until = v_at + j.time_limit + interval '5 seconds',
        last_started_at = v_at,
        last_finished_at = null,
        last_error = case when v_job.run_id is not null then 'lost' else j.last_error end,
        next_run_at = date_bin(j.every, v_at, timestamptz '2000-01-01 00:00:00+00') + j.every
    where j.name = v_job.name;
    return v_run;
end
$$;

grant execute on function ops.claim_job(text, text, text) to service_role;
comment on function ops.claim_job(text, text, text) is
    'Begins a run of a job that is due, for the caller alone to step through and finish; null when none is due. Raises TH001 with the field.';
