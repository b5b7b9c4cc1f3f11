-- What the service shows of the database where it shows its own figures, and the trace that an event belongs to.
create type ops.metric as (
    name text,
    help text,
    labels text,
    value numeric
);

comment on type ops.metric is
    'A figure as Prometheus names it: its name with its unit last, what it says, its labels as they are written between braces, its value. All are gauges.';

-- Movements of the last minutes are read along it. Its ranges are summarised in the background, so that writing an
-- entry costs next to nothing: 20 bytes for every 32 pages.
-- Entries are append-only, so no update can be kept from being heap-only by it.
-- squawk-ignore require-concurrent-index-creation
create index ledger_entries_created_at_idx on credits.ledger_entries
    using brin (created_at) with (pages_per_range = 32, autosummarize = on);

alter table ops.webhook_deliveries
    add column traceparent text
    constraint webhook_deliveries_traceparent_is_w3c_s
    check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');

comment on column ops.webhook_deliveries.traceparent is
    'The trace (W3C) of the request that the event came of; posted with it.';

alter type ops.webhook_task add attribute traceparent text;
