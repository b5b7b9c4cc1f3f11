create or replace function api.retry_webhook(delivery_id uuid)
returns void
language sql
volatile
security invoker
begin atomic
    select ops.retry_webhook(p_id => retry_webhook.delivery_id);
end;

grant execute on function api.retry_webhook(uuid) to service_role;
comment on function api.retry_webhook(uuid) is 'See ops.retry_webhook. Raises TH404.';
