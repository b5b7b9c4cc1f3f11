grant select on billing.settings to service_role;
