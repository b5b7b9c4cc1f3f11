-- Definer because admins have no right on the table.
create or replace function api.admin_webhook_events(status text default null, page_size integer default 50)
returns setof billing.webhook_event
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    elsif
        admin_webhook_events.status not in ('processed', 'ignored', 'unmatched', 'refused', 'failed')
    then
        perform ops.fail('TH001', 'status', 'status is processed, ignored, unmatched, refused or failed');
    end if;

    return query
    select
        e.id::text, e.type, e.status, e.reason, e.error, e.attempts, e.occurred_at, e.received_at, e.settled_at,
        e.next_attempt_at
    from billing.stripe_events e
    where admin_webhook_events.status is null or e.status = admin_webhook_events.status
    order by e.received_at desc, e.id
    limit least(greatest(coalesce(admin_webhook_events.page_size, 50), 1), 1000);
end
$$;

grant execute on function api.admin_webhook_events(text, integer) to authenticated, service_role;
comment on function api.admin_webhook_events(text, integer) is
    'Events from Stripe, the newest first, and what came of them. For admins and trusted servers. Raises TH001 with the field, TH403.';
