drop policy if exists "Users read plans" on billing.plans;
create policy "Users read plans" on billing.plans
    for select to authenticated using (is_public or id = (select billing.plan_of((select auth.uid()))));
-- Only once billing.settings makes them public has anon the right on the view.
drop policy if exists "Visitors read plans" on billing.plans;
create policy "Visitors read plans" on billing.plans
    for select to anon using (is_public);

grant select (
    id, name, description, rank, trial_days, signup_credits, monthly_credits, rollover_months, features,
    is_public
) on billing.plans to anon, authenticated;
grant select on billing.plans to service_role;
