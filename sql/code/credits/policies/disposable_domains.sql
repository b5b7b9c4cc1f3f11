grant select on credits.disposable_domains to service_role;
