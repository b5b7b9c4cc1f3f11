-- A plan is reckoned by it, also when users ask for their own.
drop policy if exists "Users read settings" on billing.settings;
create policy "Users read settings" on billing.settings
    for select to authenticated using (true);

grant select (grace_days) on billing.settings to authenticated;
grant select on billing.settings to service_role;
