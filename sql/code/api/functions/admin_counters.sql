-- Definer because admins have no right on the tables.
create or replace function api.admin_counters()
returns ops.counters
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_counters ops.counters;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;

    select
        count(*), coalesce(sum(a.available), 0), coalesce(sum(a.held), 0),
        coalesce(sum(a.debt), 0), count(*) filter (where a.held > 0)
    into
        v_counters.users, v_counters.available, v_counters.held,
        v_counters.debt, v_counters.holding
    from credits.accounts a;
    select count(*) into v_counters.signed_in
    from auth.users u
    where u.last_sign_in_at > statement_timestamp() - interval '1 day' and u.deleted_at is null;
    select count(*) filter (where c.status = 'queued'), count(*) filter (where c.status = 'failed')
    into v_counters.compensations_queued, v_counters.compensations_failed
    from credits.compensations c
    where c.status <> 'settled';
    select count(*) filter (where e.status = 'failed'), count(*) filter (where e.status = 'unmatched')
    into v_counters.events_failed, v_counters.events_unmatched
    from billing.stripe_events e
    where e.status in ('failed', 'unmatched');
    select count(*) into v_counters.mail_waiting
    from ops.outbox o
    where o.sent_at is null and o.failed_at is null;
    select count(*) into v_counters.webhooks_waiting
    from ops.webhook_deliveries d
    where d.delivered_at is null and d.failed_at is null;
    select count(*) into v_counters.jobs_failing
    from ops.jobs j
    where j.is_enabled and j.last_error is not null;
    select count(*) into v_counters.answers_running from chat.runs r where r.status = 'running';
    select s.is_enabled into strict v_counters.is_ai_enabled from ai.settings s;
    return v_counters;
end
$$;

grant execute on function api.admin_counters() to authenticated, service_role;
comment on function api.admin_counters() is
    'How much there is of what support watches. For admins and trusted servers. Raises TH403.';
