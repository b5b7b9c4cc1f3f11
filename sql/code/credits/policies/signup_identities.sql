grant select on credits.signup_identities to service_role;
