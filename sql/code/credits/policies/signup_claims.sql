grant select on credits.signup_claims to service_role;
