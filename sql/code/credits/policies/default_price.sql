grant select on credits.default_price to service_role;
