-- What providers take is no secret; the view through which users read it shows what is in force.
drop policy if exists "Users read prices of models" on ai.prices;
create policy "Users read prices of models" on ai.prices
    for select to authenticated using (true);
-- Only once billing.settings makes prices public has anon the right on the view.
drop policy if exists "Visitors read prices of models" on ai.prices;
create policy "Visitors read prices of models" on ai.prices
    for select to anon using (true);

grant select on ai.prices to anon, authenticated, service_role;
