-- Asked at most every few seconds by each instance, which keeps the answer meanwhile. Nothing here reads a table that
-- grows by use but along an index, save accounts, which are a row a user.
-- No label has a value that users make: there are as many as there are jobs, kinds and slots.
-- Definer because callers have no right on the tables.
create or replace function ops.metrics(p_at timestamptz default clock_timestamp())
returns setof ops.metric
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
begin atomic
    -- Credits.
    with totals as (
        select
            count(*) as accounts,
            coalesce(sum(a.available), 0) as available,
            coalesce(sum(a.held), 0) as held,
            coalesce(sum(a.debt), 0) as debt,
            coalesce(sum(h.count), 0) as holds
        from credits.accounts a
        left join lateral (
            select count(*) as count
            from credits.reservations r
            where
                a.held > 0
                and r.user_id = a.user_id and r.created_at >= a.held_since
                and r.status = 'reserved' and r.expires_at > p_at
        ) h on true
    )
    select 'thin_accounts', 'Accounts of users.', null::text, t.accounts::numeric from totals t
    union all
    select 'thin_holds_open', 'Reservations that are neither settled nor out of time.', null, t.holds from totals t
    union all
    select 'thin_credits', 'Credits of all accounts, by what they are.', ops.label('state', s.state), s.amount
    from totals t
    cross join lateral (
        values ('available', t.available), ('held', t.held), ('debt', t.debt)
    ) as s (state, amount)
    union all
    select
        'thin_credits_moved', 'Credits moved in the last five minutes, by kind of entry.',
        ops.label('kind', k.kind), coalesce(sum(abs(e.amount)), 0)
    from unnest(array['grant', 'charge', 'expiry', 'debt', 'repayment', 'clawback', 'refund']) as k (kind)
    left join credits.ledger_entries e
        on e.kind::text = k.kind and e.created_at > p_at - interval '5 minutes'
    group by k.kind
    union all
    select 'thin_compensations_waiting', 'Compensations that are queued.', null, count(*)::numeric
    from credits.compensations c
    where c.status = 'queued'
    union all

    -- What is to be posted, mailed, and was posted to us.
    select
        'thin_webhooks_waiting', 'Webhooks that are neither delivered nor given up.', null, count(*)::numeric
    from ops.webhook_deliveries d
    where d.delivered_at is null and d.failed_at is null
    union all
    select
        'thin_webhooks_lag_seconds', 'How long the oldest webhook that is due has waited.', null,
        coalesce(greatest(extract(epoch from p_at - min(d.next_attempt_at)), 0), 0)
    from ops.webhook_deliveries d
    where d.delivered_at is null and d.failed_at is null
    union all
    select 'thin_webhooks_dead', 'Webhooks that were given up.', null, count(*)::numeric
    from ops.webhook_deliveries d
    where d.failed_at is not null
    union all
    select 'thin_mail_waiting', 'Mail that is neither sent nor given up.', null, count(*)::numeric
    from ops.outbox o
    where o.sent_at is null and o.failed_at is null
    union all
    select
        'thin_mail_lag_seconds', 'How long the oldest mail that is due has waited.', null,
        coalesce(greatest(extract(epoch from p_at - min(o.next_attempt_at)), 0), 0)
    from ops.outbox o
    where o.sent_at is null and o.failed_at is null
    union all
    select
        'thin_stripe_events_failed', 'Events of Stripe whose effect failed and is tried again.', null,
        count(*)::numeric
    from billing.stripe_events e
    where e.next_attempt_at is not null
    union all

    -- Background work.
    select
        'thin_job_age_seconds', 'Time since a job was last known to succeed.', ops.label('job', j.name),
        extract(epoch from p_at - coalesce(j.last_succeeded_at, j.created_at))
    from ops.jobs j
    where j.is_enabled
    union all
    select
        'thin_job_every_seconds', 'Time between two runs of a job.', ops.label('job', j.name),
        extract(epoch from j.every)
    from ops.jobs j
    where j.is_enabled
    union all
    select
        'thin_job_failing', 'Whether the last run of a job failed.', ops.label('job', j.name),
        (j.last_error is not null)::integer::numeric
    from ops.jobs j
    where j.is_enabled
    union all

    -- The server.
    select
        'thin_database_is_standby', 'Whether the server that was asked is a standby.', null,
        pg_is_in_recovery()::integer::numeric
    union all
    select
        'thin_database_connections', 'Connections to this database.', null, s.numbackends::numeric
    from pg_stat_database s
    where s.datname = current_database()
    union all
    select
        'thin_database_connections_max', 'Connections that the server takes.', null,
        current_setting('max_connections')::numeric
    union all
    select
        'thin_database_oldest_transaction_age',
        'Transactions since the oldest that isn''t frozen; beyond two thousand million nothing is written.', null, age(d.datfrozenxid)::numeric
    from pg_database d
    where d.datname = current_database()
    union all
    select
        'thin_replication_slot_lag_bytes', 'What a replication slot keeps the server from removing.',
        ops.label('slot', s.slot_name::text),
        pg_wal_lsn_diff(
            case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end, s.restart_lsn
        )
    from pg_replication_slots s
    where s.restart_lsn is not null;
end;

grant execute on function ops.metrics(timestamptz) to service_role;
comment on function ops.metrics(timestamptz) is
    'What a monitor wants to know of the database; times in seconds, credits as they are.';
