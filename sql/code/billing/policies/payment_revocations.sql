grant select on billing.payment_revocations to service_role;
