create or replace trigger jobs_touch_updated_at before update on ops.jobs
    for each row execute function ops.touch_updated_at();

-- That a job has run is in job_runs; what an operator sets is audited here.
create or replace trigger jobs_audit
    after insert or delete or update of description, statement, every, time_limit, is_enabled, runner on ops.jobs
    for each row execute function audit.record('created_at');
