grant select on credits.idempotency_keys to service_role;
revoke update, delete, truncate on credits.idempotency_keys from thin_owner;
