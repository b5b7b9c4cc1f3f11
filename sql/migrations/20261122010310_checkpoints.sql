-- Months of the ledger's archive can go as well. What a user's entries in them add up to stays as a checkpoint, from which
-- the proofs begin.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH511', 503, 'history_dropped', 'history was dropped meanwhile', true);

-- What users see instead of the entries that are gone. Wider than before, so no stored value has to be looked at.
-- squawk-ignore ban-drop-constraint
alter domain credits.entry_kind drop constraint entry_kind_is_known;
-- squawk-ignore ban-alter-domain-with-add-constraint
alter domain credits.entry_kind add constraint entry_kind_is_known
    check (
        value in ('grant', 'charge', 'refund', 'clawback', 'expiry', 'debt', 'repayment', 'opening')
    ) not valid;
-- squawk-ignore ban-drop-constraint
alter table credits.ledger_entries drop constraint ledger_entries_kind_fits_what_moved;
alter table credits.ledger_entries add constraint ledger_entries_kind_fits_what_moved check (
    (kind = 'debt' or (reservation_id is not null) = (kind = 'charge' or kind = 'refund'))
    and (kind = 'repayment' or (grant_id is null) = (kind = 'debt'))
    and (amount > 0) = (
        kind = 'grant' or kind = 'refund' or (kind = 'repayment' and grant_id is null)
    )
    and kind <> 'opening'
) not valid;

create table credits.drops (
    number bigint not null
        constraint drops_pkey primary key
        constraint drops_number_is_above_0 check (number > 0),
    month credits.period not null,
    before timestamptz not null,
    user_count bigint not null,
    entry_count bigint not null,
    kept_count bigint not null,
    reservation_count bigint not null,
    previous_digest bytea not null
        constraint drops_previous_digest_is_32_bytes check (octet_length(previous_digest) = 32),
    digest bytea not null
        constraint drops_digest_is_32_bytes check (octet_length(digest) = 32),
    dropped_at timestamptz not null default clock_timestamp()
);

comment on table credits.drops is
    'Append-only: months of the ledger''s archive that were dropped, each chained to the one before.';
comment on column credits.drops.before is 'All that the month''s tables had is older.';
comment on column credits.drops.entry_count is 'Entries of the month that were archived.';
comment on column credits.drops.kept_count is 'Entries that stay (credits.kept_entries) once it was dropped.';
comment on column credits.drops.digest is 'Over the row, its checkpoints and the digest of the drop before.';

create table credits.checkpoints (
    user_id uuid not null,
    number bigint not null,
    sequence bigint not null,
    balance numeric not null,
    last_at timestamptz,
    entry_count bigint not null,
    amount numeric not null,
    debt numeric not null,
    taken numeric not null,
    owed numeric not null,
    kept_count bigint not null,
    archived_entries bigint not null,
    entries_digest bytea not null,
    archived_reservations bigint not null,
    reservations_digest bytea not null,
    previous_digest bytea not null,
    digest bytea,
    constraint checkpoints_pkey primary key (user_id, number),
    constraint checkpoints_without_entries_add_nothing
        check (entry_count > 0 or (amount = 0 and debt = 0 and taken = 0 and owed = 0)),
    constraint checkpoints_digests_are_32_bytes check (
        octet_length(entries_digest) = 32 and octet_length(reservations_digest) = 32
        and octet_length(previous_digest) = 32 and octet_length(digest) = 32
    )
);
create index checkpoints_number_idx on credits.checkpoints (number);

comment on table credits.checkpoints is
    'What a user''s entries that a drop took add up to. Append-only once the drop is in credits.drops; does not count before.';
comment on column credits.checkpoints.sequence is
    'All entries up to this sequence are in this or an earlier checkpoint.';
comment on column credits.checkpoints.balance is 'The balance after the last of them.';
comment on column credits.checkpoints.last_at is 'When that was; null before there was any.';
comment on column credits.checkpoints.entry_count is 'How many entries it stands for.';
comment on column credits.checkpoints.amount is 'What they add up to.';
comment on column credits.checkpoints.debt is 'How much of debt those without a grant added or, below zero, repaid.';
comment on column credits.checkpoints.taken is 'What revocations took by them.';
comment on column credits.checkpoints.owed is 'What revocations left owed by them.';
comment on column credits.checkpoints.kept_count is 'Entries of the user that stay since an earlier one is not dropped yet.';
comment on column credits.checkpoints.archived_entries is 'Entries that the user had in the month''s table.';
comment on column credits.checkpoints.entries_digest is 'Over them, in order: what a copy in a file is compared with.';
comment on column credits.checkpoints.archived_reservations is 'Reservations that the user had in the month''s table.';
comment on column credits.checkpoints.reservations_digest is
    'Over what the ledger needs of them, in order of their ids.';
comment on column credits.checkpoints.previous_digest is 'The digest of the user''s checkpoint before.';
comment on column credits.checkpoints.digest is
    'Over this row and those of credits.checkpoint_grants and checkpoint_reservations; null until it is complete.';

create table credits.checkpoint_grants (
    user_id uuid not null,
    number bigint not null,
    grant_id uuid not null,
    amount numeric not null,
    lapsed numeric not null,
    constraint checkpoint_grants_pkey primary key (user_id, number, grant_id)
);

comment on table credits.checkpoint_grants is
    'What the entries of a grant that a checkpoint stands for add up to.';
comment on column credits.checkpoint_grants.lapsed is 'How much expired of it by them.';

create table credits.checkpoint_reservations (
    user_id uuid not null,
    number bigint not null,
    reservation_id uuid not null,
    charged numeric,
    entered numeric not null,
    refunded numeric not null,
    constraint checkpoint_reservations_pkey primary key (user_id, reservation_id, number)
);
create index checkpoint_reservations_number_idx on credits.checkpoint_reservations (user_id, number);

comment on table credits.checkpoint_reservations is
    'Of reservations that a checkpoint has in part, or that were refunded: what can''t be proven without.';
comment on column credits.checkpoint_reservations.charged is
    'What the reservation was charged; null unless its row went with this drop.';
comment on column credits.checkpoint_reservations.entered is 'What entries that went with this drop charged for it.';
comment on column credits.checkpoint_reservations.refunded is 'What they gave back for it.';

-- Times are taken before an account is locked: so of two entries at a month's end the later may be of the earlier month.
create table credits.kept_entries (
    like credits.ledger_entries,
    constraint kept_entries_pkey primary key (user_id, sequence)
);

comment on table credits.kept_entries is
    'Entries of dropped months that came after one which is still there: they go with it.';

alter table credits.drops enable row level security;
alter table credits.drops force row level security;
create policy "The owner keeps drops" on credits.drops
    for all to thin_owner using (true) with check (true);
alter table credits.checkpoints enable row level security;
alter table credits.checkpoints force row level security;
create policy "The owner keeps checkpoints" on credits.checkpoints
    for all to thin_owner using (true) with check (true);
alter table credits.checkpoint_grants enable row level security;
alter table credits.checkpoint_grants force row level security;
create policy "The owner keeps checkpoints of grants" on credits.checkpoint_grants
    for all to thin_owner using (true) with check (true);
alter table credits.checkpoint_reservations enable row level security;
alter table credits.checkpoint_reservations force row level security;
create policy "The owner keeps checkpoints of reservations" on credits.checkpoint_reservations
    for all to thin_owner using (true) with check (true);
alter table credits.kept_entries enable row level security;
alter table credits.kept_entries force row level security;
create policy "The owner keeps kept entries" on credits.kept_entries
    for all to thin_owner using (true) with check (true);

-- Refunds that come while a month is about to go are looked for by time, for the moment in which nobody else can.
-- squawk-ignore require-concurrent-index-creation
create index refunds_created_at_idx on credits.refunds using brin (created_at) with (autosummarize = on);

create type credits.archive_month as (
    month text,
    starts_at timestamptz,
    ends_at timestamptz
);

comment on type credits.archive_month is 'A month of the archive.';

update ops.retention_policies
set description =
    'Entries, and with them settled reservations (credits.archived_reservations), where they stay or months are dropped.'
where relation = 'credits.ledger_entries';
-- Charts reach back 366 days, and a card's payment may be disputed for longer.
alter table ops.retention_policies add constraint retention_policies_keep_of_the_ledger_is_2_years
    check (relation <> 'credits.archived_entries' or keep >= interval '2 years') not valid;
insert into ops.retention_policies (relation, action, archive, keep, is_enabled, description) values
    (
        'credits.archived_entries', 'drop', null, '10 years', false,
        'Months of the ledger''s archive, entries and reservations. Checkpoints stay, from which the ledger is proven.'
    );

insert into ops.jobs (name, description, every, time_limit, statement) values
    (
        'ledger_months', 'Drops months of the ledger''s archive that are older than ops.retention_policies say.',
        '1 day', '6 hours', 'select credits.drop_due($1)'
    );

-- Takes users from one to another now, and is part of credits.verify_users.
-- squawk-ignore ban-drop-function
drop function if exists credits.verify_causes(uuid);

insert into ops.personal_data (relation, filter, omitted, erasure) values
    (
        'credits.checkpoints', 't.user_id = $1',
        '{entries_digest,reservations_digest,previous_digest,digest}', 'stays: sums'
    ),
    ('credits.checkpoint_grants', 't.user_id = $1', '{}', 'stays: sums'),
    ('credits.checkpoint_reservations', 't.user_id = $1', '{}', 'stays: amounts'),
    ('credits.kept_entries', 't.user_id = $1', '{}', 'stays: amounts');
insert into ops.personal_data (relation, withheld, erasure) values
    ('credits.drops', 'nothing in it is of a user', 'stays');
