grant select on credits.compensations to service_role;
