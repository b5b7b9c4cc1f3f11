grant select on ai.model_limits to service_role;
