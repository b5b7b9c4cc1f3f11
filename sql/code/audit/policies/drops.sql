grant select on audit.drops, audit.dropped_digests to service_role;
revoke update, delete, truncate on audit.drops from thin_owner;
