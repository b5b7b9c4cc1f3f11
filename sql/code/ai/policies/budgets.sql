drop policy if exists "Users read the budgets that they have" on ai.budgets;
create policy "Users read the budgets that they have" on ai.budgets
    for select to authenticated using (user_id is null or user_id = (select auth.uid()));

grant select on ai.budgets to authenticated, service_role;
