drop policy if exists "Users read their own refreshes" on credits.monthly_refreshes;
create policy "Users read their own refreshes" on credits.monthly_refreshes
    for select to authenticated using (user_id = (select auth.uid()));

grant select on credits.monthly_refreshes to authenticated, service_role;
revoke update, delete, truncate on credits.monthly_refreshes from thin_owner;
