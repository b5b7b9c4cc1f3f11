drop policy if exists "Users read meters" on usage.meters;
create policy "Users read meters" on usage.meters
    for select to authenticated using (true);

grant select (id, name, unit, provider) on usage.meters to authenticated;
grant select on usage.meters to service_role;
