drop policy if exists "Users read plan prices" on billing.plan_prices;
create policy "Users read plan prices" on billing.plan_prices
    for select to authenticated using (true);
drop policy if exists "Visitors read plan prices" on billing.plan_prices;
create policy "Visitors read plan prices" on billing.plan_prices
    for select to anon using (true);

grant select (plan, cycle, unit_amount, currency) on billing.plan_prices to anon, authenticated;
grant select on billing.plan_prices to service_role;
