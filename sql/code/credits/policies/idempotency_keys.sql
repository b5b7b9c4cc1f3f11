grant select on credits.idempotency_keys to service_role;
-- Deleting is for a trigger to allow, of deleted accounts only.
revoke update, truncate on credits.idempotency_keys from thin_owner;
grant delete on credits.idempotency_keys to thin_owner;
