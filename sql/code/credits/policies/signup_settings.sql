grant select on credits.signup_settings to service_role;
