grant select on billing.stripe_references to service_role;
