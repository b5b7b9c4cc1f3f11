-- By right rather than by policy, so that whoever has not signed in is told so instead of shown nothing.
-- Definer because whoever changes the setting may have no right to grant.
create or replace function billing.publish_plans()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if new.plans_are_public then
        grant select on api.plans, api.pricing, api.packs, api.ai_models to anon;
    else
        revoke select on api.plans, api.pricing, api.packs, api.ai_models from anon;
    end if;
    notify pgrst, 'reload schema';
    return null;
end
$$;

comment on function billing.publish_plans() is
    'Trigger: lets anon read plans and prices, or not, as billing.settings says.';
