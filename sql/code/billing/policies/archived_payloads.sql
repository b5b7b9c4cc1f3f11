revoke update, delete, truncate on billing.archived_payloads from thin_owner;
-- What a trigger lets go, of deleted accounts only.
grant update (payload) on billing.archived_payloads to thin_owner;
