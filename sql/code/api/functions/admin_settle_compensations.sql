-- Definer because admins have no right to move credits but this one.
create or replace function api.admin_settle_compensations()
returns credits.compensation_batch
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return credits.settle_compensations();
end
$$;

grant execute on function api.admin_settle_compensations() to authenticated, service_role;
comment on function api.admin_settle_compensations() is
    'Settles a batch of what is due, as the job does. For admins and trusted servers. See credits.settle_compensations. Raises TH403.';
