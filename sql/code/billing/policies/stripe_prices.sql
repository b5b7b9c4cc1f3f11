grant select on billing.stripe_prices to service_role;
