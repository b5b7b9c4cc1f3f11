drop policy if exists "Users read their own alerts" on usage.alerts;
create policy "Users read their own alerts" on usage.alerts
    for select to authenticated using (user_id = (select auth.uid()));

grant select on usage.alerts to authenticated, service_role;
