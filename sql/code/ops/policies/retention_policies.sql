grant select on ops.retention_policies, ops.retention_runs to service_role;
