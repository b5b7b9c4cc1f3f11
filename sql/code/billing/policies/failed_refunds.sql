grant select on billing.failed_refunds to service_role;
