grant select on credits.checkpoint_reservations to service_role;
revoke update, truncate on credits.checkpoint_reservations from thin_owner;
