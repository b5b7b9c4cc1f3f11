drop policy if exists "Users read their own revocations" on credits.revocations;
create policy "Users read their own revocations" on credits.revocations
    for select to authenticated using (user_id = (select auth.uid()));

-- Never the reason: it is written for whoever keeps the accounts.
grant select (
    user_id, id, grant_id, kind, amount, taken, owed, written_off, created_at
) on credits.revocations to authenticated;
grant select on credits.revocations to service_role;

revoke update, delete, truncate on credits.revocations from thin_owner;
-- What a trigger lets go, of deleted accounts only.
grant update (reason) on credits.revocations to thin_owner;
