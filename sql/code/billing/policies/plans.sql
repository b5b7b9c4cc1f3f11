grant select on billing.plans to service_role;
