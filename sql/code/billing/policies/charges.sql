grant select on billing.charges to service_role;
