grant select on credits.signup_networks to service_role;
