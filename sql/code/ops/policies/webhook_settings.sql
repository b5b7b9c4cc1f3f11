grant select on ops.webhook_settings to service_role;
