grant select on billing.disputes to service_role;
