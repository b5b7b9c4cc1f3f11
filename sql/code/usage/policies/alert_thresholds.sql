grant select on usage.alert_thresholds to service_role;
