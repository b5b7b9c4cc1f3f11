-- Every minute each job has a look at whether it is due; its own row says when. What hangs is cancelled by
-- one more entry, as a statement can't be bounded from within.
create or replace function ops.use_pg_cron()
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_schedule regprocedure := to_regprocedure('cron.schedule(text,text,text)');
    v_job ops.jobs;
    v_count integer := 0;
begin
    if v_schedule is null then
        perform ops.fail('TH503', 'pg_cron', 'create extension pg_cron in this database');
    end if;

    for v_job in update ops.jobs j set runner = 'pg_cron' returning j.* loop
        execute format('select %s($1, $2, $3)', v_schedule::oid::regproc)
        using 'thin_' || v_job.name, '* * * * *', format('call ops.run_due_jobs(%L)', v_job.name);
        v_count := v_count + 1;
    end loop;
    execute format('select %s($1, $2, $3)', v_schedule::oid::regproc)
    using
        'thin_cancel_overdue', '* * * * *',
        'select pg_cancel_backend(o.pid) from ops.overdue_backends() as o (pid)';
    return v_count;
end
$$;

comment on function ops.use_pg_cron() is
    'To be called by an administrator: hands all jobs to pg_cron, as whoever calls it. Answers how many. To hand them back: select cron.unschedule, and update ops.jobs set runner = ''thin''. Raises TH503 where pg_cron is not installed.';
