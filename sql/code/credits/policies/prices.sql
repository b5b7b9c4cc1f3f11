-- Prices are nobody's own; the view through which users read them shows those in force.
drop policy if exists "Users read all prices" on credits.prices;
create policy "Users read all prices" on credits.prices
    for select to authenticated using (true);

grant select on credits.prices to authenticated, service_role;
