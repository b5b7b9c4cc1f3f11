-- Definer because callers have no right on the table.
create or replace function ops.retry_webhook(p_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update ops.webhook_deliveries d
    set failed_at = null, attempts = 0, next_attempt_at = clock_timestamp()
    where d.id = p_id and d.failed_at is not null;
    if not found and not exists (select from ops.webhook_deliveries d where d.id = p_id) then
        perform ops.fail('TH404', 'delivery');
    end if;
end
$$;

grant execute on function ops.retry_webhook(uuid) to service_role;
comment on function ops.retry_webhook(uuid) is
    'Has a dead letter posted again; any other delivery stays as it is. Raises TH404.';
