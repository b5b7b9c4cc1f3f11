-- Definer because callers have no right on the table.
create or replace function ops.rotate_webhook_secret(p_id uuid, p_overlap interval default '24 hours')
returns ops.webhook_endpoints
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_endpoint ops.webhook_endpoints;
begin
    if p_overlap is null or p_overlap < interval '0' or p_overlap > interval '30 days' then
        perform ops.fail('TH001', 'overlap', 'overlap is up to 30 days');
    end if;

    update ops.webhook_endpoints e
    set
        secret = ops.new_webhook_secret(),
        previous_secret = e.secret,
        previous_secret_until = clock_timestamp() + p_overlap
    where e.id = p_id
    returning e.* into v_endpoint;
    if not found then
        perform ops.fail('TH404', 'endpoint');
    end if;
    return v_endpoint;
end
$$;

grant execute on function ops.rotate_webhook_secret(uuid, interval) to service_role;
comment on function ops.rotate_webhook_secret(uuid, interval) is
    'Gives an endpoint a new secret, which the answer shows; for p_overlap the one before signs as well. Raises TH001 with the field, TH404.';
