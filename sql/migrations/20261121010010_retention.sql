-- How long what is kept: a row for each kind of data, which an operator changes, and what came of it.
--
-- usage.events and ai.calls stay whole, and what is old moves to tables of months beside them. As partitions themselves
-- they would need the time in their keys: then an event id would count once a month instead of once, and every
-- settlement of a call would look into all months. So no row that is there has to be copied now, either: the job moves
-- what is old in batches, and nobody waits for it.
create table ops.retention_policies (
    relation text not null
        constraint retention_policies_pkey primary key
        constraint retention_policies_relation_is_a_table
        check (relation ~ '^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$'),
    action text not null
        constraint retention_policies_action_is_known check (action in ('archive', 'empty', 'drop')),
    archive text
        constraint retention_policies_archive_is_a_table
        check (archive ~ '^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$'),
    keep interval not null
        constraint retention_policies_keep_is_a_month_to_100_years
        check (keep >= interval '1 month' and keep <= interval '100 years'),
    is_enabled boolean not null default true,
    description text not null
        constraint retention_policies_description_is_1_to_300_characters
        check (length(description) between 1 and 300),
    done_before timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint retention_policies_archive_has_a_table check ((action = 'archive') = (archive is not null))
);

comment on table ops.retention_policies is
    'What becomes of rows that are older than keep. An operator changes keep and is_enabled.';
comment on column ops.retention_policies.action is
    'archive moves rows to another table by months, empty takes away what they say, drop removes them.';
comment on column ops.retention_policies.archive is 'Where they are moved to.';
comment on column ops.retention_policies.done_before is 'All that is older has been done.';

create table ops.retention_runs (
    id bigint generated always as identity
        constraint retention_runs_pkey primary key,
    relation text not null
        constraint retention_runs_relation_fkey references ops.retention_policies (relation) on delete cascade,
    before timestamptz not null,
    rows_done bigint not null default 0
        constraint retention_runs_rows_done_is_0_or_more check (rows_done >= 0),
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz
);
create index retention_runs_relation_idx on ops.retention_runs (relation, id);

comment on table ops.retention_runs is 'What retention did, the last 100 runs of each policy that had something to do.';
comment on column ops.retention_runs.before is 'Older rows than this were due.';
comment on column ops.retention_runs.rows_done is 'Rows that were moved, emptied or removed; of whole months, their rows.';

create type ops.retention_report as (
    relation text,
    action text,
    archive text,
    keep interval,
    is_enabled boolean,
    description text,
    done_before timestamptz,
    last_rows bigint,
    last_started_at timestamptz,
    last_finished_at timestamptz
);

comment on type ops.retention_report is 'A policy of retention, and how its last run went.';

alter table ops.retention_policies enable row level security;
alter table ops.retention_policies force row level security;
create policy "The owner keeps retention policies" on ops.retention_policies
    for all to thin_owner using (true) with check (true);
alter table ops.retention_runs enable row level security;
alter table ops.retention_runs force row level security;
create policy "The owner keeps runs of retention" on ops.retention_runs
    for all to thin_owner using (true) with check (true);

insert into ops.retention_policies (relation, action, archive, keep, is_enabled, description) values
    (
        'credits.ledger_entries', 'archive', 'credits.archived_entries', '3 months', true,
        'Entries, and with them settled reservations (credits.archived_reservations). The archive is for good: the ledger is proven from its first entry on.'
    ),
    (
        'usage.events', 'archive', 'usage.archived_events', '13 months', true,
        'What was used. Ids stay known, so that none counts twice.'
    ),
    (
        'ai.calls', 'archive', 'ai.archived_calls', '13 months', true, 'Receipts of settled model calls.'
    ),
    (
        'usage.archived_events', 'drop', null, '10 years', false,
        'Months of the archive of usage. The counters stay, and are proven from then on.'
    ),
    (
        'ai.archived_calls', 'drop', null, '10 years', false,
        'Months of the archive of receipts. Their charges stay in the ledger.'
    ),
    (
        'audit.log', 'drop', null, '7 years', true,
        'Months of the log, once they are sealed. The chain of seals stays, and is proven from then on.'
    ),
    (
        'billing.stripe_events', 'empty', null, '18 months', true,
        'What events told. Their ids stay for good, so that none counts twice.'
    ),
    (
        'ops.webhook_deliveries', 'drop', null, '3 months', true,
        'What was delivered. Dead letters stay until somebody decides.'
    );

-- Usage.
create table usage.archived_events (
    like usage.events,
    constraint archived_events_pkey primary key (user_id, event_id, at)
) partition by range (at);
create index archived_events_user_id_at_idx on usage.archived_events (user_id, at desc);
create index archived_events_user_id_meter_at_idx on usage.archived_events (user_id, meter, at desc);

comment on table usage.archived_events is 'Append-only: events of past months, as they were.';

-- An index by id over all months of the archive would have to be looked into month by month.
create table usage.past_events (
    user_id uuid not null,
    digest uuid not null,
    at timestamptz not null,
    constraint past_events_pkey primary key (user_id, digest)
);

comment on table usage.past_events is
    'Append-only: ids of events that are in the archive, or were: they never count again.';
comment on column usage.past_events.digest is 'The first half of the id''s SHA-256.';
comment on column usage.past_events.at is 'When it was used, by which its month is found.';

-- What is due is found by time; a month of it at once, so that the least index will do.
-- squawk-ignore require-concurrent-index-creation
create index events_at_idx on usage.events using brin (at);

alter table usage.archived_events enable row level security;
alter table usage.archived_events force row level security;
create policy "The owner keeps archived events" on usage.archived_events
    for all to thin_owner using (true) with check (true);
alter table usage.past_events enable row level security;
alter table usage.past_events force row level security;
create policy "The owner keeps ids of past events" on usage.past_events
    for all to thin_owner using (true) with check (true);

-- Model calls.
create table ai.archived_calls (
    like ai.calls,
    constraint archived_calls_pkey primary key (user_id, id, created_at)
) partition by range (created_at);
create index archived_calls_user_id_created_at_idx on ai.archived_calls (user_id, created_at desc);

comment on table ai.archived_calls is 'Append-only: receipts of past months, as they were.';

alter table ai.archived_calls enable row level security;
alter table ai.archived_calls force row level security;
create policy "The owner keeps archived calls" on ai.archived_calls
    for all to thin_owner using (true) with check (true);

-- The log. A seal whose rows are gone in part is still proven, by the digests of those that are.
create table audit.drops (
    number bigint generated always as identity
        constraint drops_pkey primary key,
    partition text not null,
    before timestamptz not null,
    row_count bigint not null
        constraint drops_row_count_is_0_or_more check (row_count >= 0),
    to_seal bigint,
    seal_digest bytea,
    dropped_at timestamptz not null default clock_timestamp(),
    constraint drops_seal_has_a_digest check ((to_seal is null) = (seal_digest is null))
);

comment on table audit.drops is 'Append-only: months of the log that were dropped, and the seal up to which all rows were gone then.';
comment on column audit.drops.before is 'All rows of the month are older.';
comment on column audit.drops.to_seal is 'The last seal all of whose rows are gone; null while none is.';
comment on column audit.drops.seal_digest is 'Its digest: the chain goes on from it.';

create table audit.dropped_digests (
    xid xid8 not null,
    id bigint not null,
    digest bytea not null
        constraint dropped_digests_digest_is_32_bytes check (octet_length(digest) = 32),
    constraint dropped_digests_pkey primary key (xid, id)
);

comment on table audit.dropped_digests is
    'Digests of dropped rows whose seal has rows that are still there, so that it can be proven.';

alter table audit.drops enable row level security;
alter table audit.drops force row level security;
create policy "The owner writes drops" on audit.drops
    for insert to thin_owner with check (true);
create policy "The owner reads drops" on audit.drops
    for select to thin_owner using (true);
alter table audit.dropped_digests enable row level security;
alter table audit.dropped_digests force row level security;
create policy "The owner keeps digests of dropped rows" on audit.dropped_digests
    for all to thin_owner using (true) with check (true);

-- squawk-ignore require-concurrent-index-creation
create index webhook_deliveries_delivered_at_idx on ops.webhook_deliveries (delivered_at)
    where delivered_at is not null;

insert into ops.jobs (name, description, every, time_limit, statement) values
    (
        'retention', 'Archives, empties and drops what is older than ops.retention_policies say.',
        '1 day', '6 hours', 'select ops.retain_due($1)'
    );

insert into identity.api_scope_objects (scope, object) values
    ('operation:read', 'api.admin_retention');
