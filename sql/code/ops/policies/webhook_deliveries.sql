grant select on ops.webhook_deliveries to service_role;
