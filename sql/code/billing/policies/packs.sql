drop policy if exists "Users read packs" on billing.packs;
create policy "Users read packs" on billing.packs
    for select to authenticated using (true);
drop policy if exists "Visitors read packs" on billing.packs;
create policy "Visitors read packs" on billing.packs
    for select to anon using (true);

grant select (id, name, description, credits, unit_amount, currency, valid_days, rank, is_sold)
    on billing.packs to anon, authenticated;
grant select on billing.packs to service_role;
