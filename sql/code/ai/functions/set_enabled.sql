-- Definer because callers have no right on the table.
create or replace function ai.set_enabled(p_is_enabled boolean)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_is_enabled is null then
        perform ops.fail_argument('enabled', null);
    end if;
    update ai.settings set is_enabled = p_is_enabled;
    return p_is_enabled;
end
$$;

grant execute on function ai.set_enabled(boolean) to service_role;
comment on function ai.set_enabled(boolean) is
    'The kill switch: while false no model call is admitted; running ones finish. Raises TH001.';
