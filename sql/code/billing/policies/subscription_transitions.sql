grant select on billing.subscription_transitions to service_role;
