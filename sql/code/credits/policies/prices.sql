-- Prices are nobody's own; the view through which users read them shows those in force.
drop policy if exists "Users read all prices" on credits.prices;
create policy "Users read all prices" on credits.prices
    for select to authenticated using (true);
-- Only once billing.settings makes them public has anon the right on the view.
drop policy if exists "Visitors read all prices" on credits.prices;
create policy "Visitors read all prices" on credits.prices
    for select to anon using (true);

grant select on credits.prices to anon, authenticated, service_role;
