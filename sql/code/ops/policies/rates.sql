grant select on ops.rates to service_role;
