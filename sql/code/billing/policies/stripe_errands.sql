grant select on billing.stripe_errands to service_role;
