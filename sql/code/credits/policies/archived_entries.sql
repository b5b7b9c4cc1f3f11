drop policy if exists "Users read their own archived entries" on credits.archived_entries;
create policy "Users read their own archived entries" on credits.archived_entries
    for select to authenticated using (user_id = (select auth.uid()));

grant select (
    user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
) on credits.archived_entries to authenticated;
grant select on credits.archived_entries to service_role;

revoke update, delete, truncate on credits.archived_entries from thin_owner;
