drop policy if exists "Users read their own account" on credits.accounts;
create policy "Users read their own account" on credits.accounts
    for select to authenticated using (user_id = (select auth.uid()));

grant select (
    user_id, available, held, debt, next_expiry_at, held_since, created_at
) on credits.accounts to authenticated;
grant select on credits.accounts to service_role;
