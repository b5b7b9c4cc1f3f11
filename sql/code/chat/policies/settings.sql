grant select on chat.settings to service_role;
