-- Entries and settled reservations of past months move to tables of their own, a partition a month,
-- so that what is hot stays small and a month can be detached as a whole.
--
-- An entry and its reservation are settled months before either moves, and move apart from each
-- other; a refund may follow later still. So no foreign key can hold between them; credits.verify
-- proves instead that none is an orphan. It also took its time of every charge.
-- squawk-ignore ban-drop-constraint
alter table credits.ledger_entries drop constraint ledger_entries_reservation_fkey;

create table credits.archived_entries (
    like credits.ledger_entries,
    constraint archived_entries_pkey primary key (user_id, sequence, created_at)
) partition by range (created_at);

create index archived_entries_reservation_idx on credits.archived_entries (user_id, reservation_id);

create table credits.archived_reservations (
    like credits.reservations,
    constraint archived_reservations_pkey primary key (user_id, id, created_at)
) partition by range (created_at);

create index archived_reservations_user_id_created_at_idx
    on credits.archived_reservations (user_id, created_at desc);

comment on table credits.archived_entries is
    'Append-only: ledger entries of past months, as they were.';
comment on table credits.archived_reservations is
    'Append-only: settled reservations of past months, as they were.';

alter table credits.archived_entries enable row level security;
alter table credits.archived_entries force row level security;
create policy "The owner keeps archived entries" on credits.archived_entries
    for all to thin_owner using (true) with check (true);

alter table credits.archived_reservations enable row level security;
alter table credits.archived_reservations force row level security;
create policy "The owner keeps archived reservations" on credits.archived_reservations
    for all to thin_owner using (true) with check (true);

create type credits.archive_request as (
    period credits.period
);

create type credits.archive_batch as (
    moved integer,
    last_user_id uuid
);

comment on type credits.archive_request is 'The arguments of credits.archive that have a form.';
comment on type credits.archive_batch is
    'How many rows were moved, and the user to go on from; null when none is left.';

create type credits.expiring_grant as (
    id uuid,
    source text,
    amount numeric,
    expires_at timestamptz
);

comment on type credits.expiring_grant is
    'What a user will lose of a grant unless it is spent before.';
