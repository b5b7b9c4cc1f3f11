grant select on billing.checkouts to service_role;
