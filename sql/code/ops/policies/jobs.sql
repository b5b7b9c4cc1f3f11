grant select on ops.jobs, ops.job_runs to service_role;
