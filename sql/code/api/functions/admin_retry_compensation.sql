-- Definer because admins have no right to move credits but this one.
create or replace function api.admin_retry_compensation(user_id uuid, id uuid)
returns credits.compensations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return credits.retry_compensation(
        p_user_id => admin_retry_compensation.user_id,
        p_id => admin_retry_compensation.id
    );
end
$$;

grant execute on function api.admin_retry_compensation(uuid, uuid) to authenticated, service_role;
comment on function api.admin_retry_compensation(uuid, uuid) is
    'Queues again what has failed. For admins and trusted servers. See credits.retry_compensation. Raises TH403, TH404.';
