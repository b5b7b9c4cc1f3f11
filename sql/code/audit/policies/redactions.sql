grant select on audit.redactions to service_role;
