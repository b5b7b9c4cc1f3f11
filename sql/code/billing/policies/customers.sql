grant select on billing.customers to service_role;
