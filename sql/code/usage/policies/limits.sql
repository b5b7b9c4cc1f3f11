drop policy if exists "Users read limits of plans that they see" on usage.limits;
create policy "Users read limits of plans that they see" on usage.limits
    for select to authenticated using (plan in (select p.id from billing.plans p));

grant select (plan, meter, per, kind, quantity, overage_price) on usage.limits to authenticated;
grant select on usage.limits to service_role;
