drop policy if exists "Users read what a dollar costs" on ai.settings;
create policy "Users read what a dollar costs" on ai.settings
    for select to authenticated using (true);
drop policy if exists "Visitors read what a dollar costs" on ai.settings;
create policy "Visitors read what a dollar costs" on ai.settings
    for select to anon using (true);

grant select (credits_per_usd) on ai.settings to anon, authenticated;
grant select on ai.settings to service_role;
