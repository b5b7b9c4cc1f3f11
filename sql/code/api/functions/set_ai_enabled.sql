-- Definer because admins have no right to switch models off but by this.
create or replace function api.set_ai_enabled(enabled boolean)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return ai.set_enabled(p_is_enabled => set_ai_enabled.enabled);
end
$$;

grant execute on function api.set_ai_enabled(boolean) to authenticated, service_role;
comment on function api.set_ai_enabled(boolean) is
    'For admins and trusted servers. See ai.set_enabled. Raises TH001, TH403.';
