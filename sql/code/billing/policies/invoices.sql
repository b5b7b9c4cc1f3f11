grant select on billing.invoices to service_role;
