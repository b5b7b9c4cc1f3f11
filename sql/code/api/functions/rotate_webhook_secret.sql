create or replace function api.rotate_webhook_secret(endpoint_id uuid, overlap interval default '24 hours')
returns ops.webhook_endpoints
language sql
volatile
security invoker
begin atomic
    select ops.rotate_webhook_secret(
        p_id => rotate_webhook_secret.endpoint_id, p_overlap => rotate_webhook_secret.overlap
    );
end;

grant execute on function api.rotate_webhook_secret(uuid, interval) to service_role;
comment on function api.rotate_webhook_secret(uuid, interval) is
    'See ops.rotate_webhook_secret. Raises TH001, TH404.';
