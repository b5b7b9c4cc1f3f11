create or replace function api.enable_webhook_endpoint(endpoint_id uuid, is_enabled boolean default true)
returns void
language sql
volatile
security invoker
begin atomic
    select ops.enable_webhook_endpoint(
        p_id => enable_webhook_endpoint.endpoint_id, p_is_enabled => enable_webhook_endpoint.is_enabled
    );
end;

grant execute on function api.enable_webhook_endpoint(uuid, boolean) to service_role;
comment on function api.enable_webhook_endpoint(uuid, boolean) is
    'See ops.enable_webhook_endpoint. Raises TH001, TH404.';
