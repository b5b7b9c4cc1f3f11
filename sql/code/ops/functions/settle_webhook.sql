-- Who settles late, after another worker has taken the delivery, is believed only when it arrived.
-- Definer because callers have no right on the tables.
create or replace function ops.settle_webhook(
    p_id uuid,
    p_attempt integer,
    p_status integer default null,
    p_error text default null
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
    v_is_delivered boolean := p_error is null;
    -- The server says that there is nobody any more and never will be.
    v_is_gone boolean := p_error is not null and p_status = 410;
    v_endpoint_id uuid;
begin
    update ops.webhook_deliveries d
    set
        delivered_at = case when v_is_delivered then v_at end,
        failed_at = case when v_is_gone or not v_is_delivered and d.attempts >= 12 then v_at end,
        last_status = p_status,
        last_error = case when not v_is_delivered then left(p_error, 500) end,
        next_attempt_at = v_at + ops.retry_pause(d.attempts, '12 hours')
    where
        d.id = p_id and d.delivered_at is null and d.failed_at is null and d.attempts > 0
        and (d.attempts = p_attempt or v_is_delivered)
    returning d.endpoint_id into v_endpoint_id;
    if not found then
        perform ops.fail('TH404', 'delivery');
    end if;

    if v_is_gone then
        update ops.webhook_endpoints e set is_enabled = false where e.id = v_endpoint_id;
    end if;
end
$$;

grant execute on function ops.settle_webhook(uuid, integer, integer, text) to service_role;
comment on function ops.settle_webhook(uuid, integer, integer, text) is
    'Says that a claimed delivery arrived, or with p_error that it did not: then it is tried again after 1, 2, 4 … minutes, at most 12 hours, and given up after 12 attempts, or at once at status 410, which switches its endpoint off. Raises TH404 for one that is not claimed.';
