drop policy if exists "Users read their own kept entries" on credits.kept_entries;
create policy "Users read their own kept entries" on credits.kept_entries
    for select to authenticated using (user_id = (select auth.uid()));

grant select (
    user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
) on credits.kept_entries to authenticated;
grant select on credits.kept_entries to service_role;
revoke update, truncate on credits.kept_entries from thin_owner;
