drop policy if exists "Users read models" on ai.models;
create policy "Users read models" on ai.models
    for select to authenticated using (true);
-- Only once billing.settings makes prices public has anon the right on the view.
drop policy if exists "Visitors read models" on ai.models;
create policy "Visitors read models" on ai.models
    for select to anon using (true);

grant select on ai.models to anon, authenticated, service_role;
