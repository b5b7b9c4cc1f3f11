revoke update, delete, truncate on audit.seals from thin_owner;

grant select on audit.seals to service_role;
