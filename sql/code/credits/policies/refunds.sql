grant select on credits.refunds to service_role;
