grant select on billing.top_ups to service_role;
