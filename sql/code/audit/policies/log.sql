revoke update, delete, truncate on audit.log from thin_owner;
grant select on audit.log to service_role;
