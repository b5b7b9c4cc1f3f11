grant select on billing.stripe_subscriptions to service_role;
