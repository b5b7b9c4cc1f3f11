grant select on credits.metadata_keys to service_role;
