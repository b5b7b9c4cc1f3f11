-- Definer because callers have no right on the table.
create or replace function ops.enable_webhook_endpoint(p_id uuid, p_is_enabled boolean)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_is_enabled is null then
        perform ops.fail_argument('is_enabled', null);
    end if;
    update ops.webhook_endpoints e set is_enabled = p_is_enabled where e.id = p_id;
    if not found then
        perform ops.fail('TH404', 'endpoint');
    end if;
end
$$;

grant execute on function ops.enable_webhook_endpoint(uuid, boolean) to service_role;
comment on function ops.enable_webhook_endpoint(uuid, boolean) is
    'Has events posted to an endpoint, or not: while it is off none are noted for it, and those that wait go on waiting. Raises TH001 with the field, TH404.';
