drop policy if exists "Users read their own grants" on credits.grants;
create policy "Users read their own grants" on credits.grants
    for select to authenticated using (user_id = (select auth.uid()));

-- Never metadata: it is written by services, for services.
grant select (
    id, user_id, source, amount, remaining, priority, effective_at, expires_at, sequence, is_spent, created_at
) on credits.grants to authenticated;
grant select on credits.grants to service_role;
