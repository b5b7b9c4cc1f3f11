grant select on billing.payment_returns to service_role;
