drop policy if exists "Users read what they spent of budgets" on ai.budget_counters;
create policy "Users read what they spent of budgets" on ai.budget_counters
    for select to authenticated using (user_id = (select auth.uid()));

grant select on ai.budget_counters to authenticated, service_role;
