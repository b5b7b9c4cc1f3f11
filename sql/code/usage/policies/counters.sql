drop policy if exists "Users read their own counters" on usage.counters;
create policy "Users read their own counters" on usage.counters
    for select to authenticated using (user_id = (select auth.uid()));

grant select on usage.counters to authenticated, service_role;
