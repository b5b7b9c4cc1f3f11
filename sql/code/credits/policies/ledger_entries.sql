drop policy if exists "Users read their own entries" on credits.ledger_entries;
create policy "Users read their own entries" on credits.ledger_entries
    for select to authenticated using (user_id = (select auth.uid()));

grant select (
    user_id, sequence, kind, amount, balance, grant_id, reservation_id, created_at
) on credits.ledger_entries to authenticated;
grant select on credits.ledger_entries to service_role;

-- Whatever is removed, a trigger asks whether the archive has it.
revoke update, truncate on credits.ledger_entries from thin_owner;
grant delete on credits.ledger_entries to thin_owner;
