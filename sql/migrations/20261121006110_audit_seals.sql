-- Which values never enter the log, and how it is proven that nobody has changed it afterwards.
create table audit.redactions (
    relation text not null
        constraint redactions_relation_is_a_table_or_all
        check (relation ~ '^([a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*|\*)$'),
    column_name text not null
        constraint redactions_column_name_is_1_to_63_bytes check (octet_length(column_name) between 1 and 63),
    created_at timestamptz not null default now(),
    constraint redactions_pkey primary key (relation, column_name)
);

comment on table audit.redactions is
    'Columns whose values the log never shows, wherever a trigger writes whole rows. An operator may add to it.';
comment on column audit.redactions.relation is 'A table with its schema, or * for all.';

alter table audit.redactions enable row level security;
alter table audit.redactions force row level security;
create policy "The owner keeps redactions" on audit.redactions
    for all to thin_owner using (true) with check (true);

insert into audit.redactions (relation, column_name) values
    ('*', 'encrypted_password'),
    ('*', 'password'),
    ('*', 'password_hash'),
    ('*', 'secret'),
    ('*', 'secret_hash'),
    ('*', 'token'),
    ('*', 'token_hash');

-- A batch of rows is all between two places in the order of (xid, id). Rows of one batch are of transactions
-- that had all ended when it was sealed, so none can come late.
create table audit.seals (
    number bigint not null
        constraint seals_pkey primary key
        constraint seals_number_is_1_or_more check (number >= 1),
    era bigint not null,
    era_after_id bigint not null,
    after_xid xid8 not null,
    after_id bigint not null,
    to_xid xid8 not null,
    to_id bigint not null,
    max_id bigint not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    row_count bigint not null
        constraint seals_row_count_is_1_or_more check (row_count >= 1),
    rows_digest bytea not null
        constraint seals_rows_digest_is_32_bytes check (octet_length(rows_digest) = 32),
    previous_digest bytea not null
        constraint seals_previous_digest_is_32_bytes check (octet_length(previous_digest) = 32),
    digest bytea not null
        constraint seals_digest_is_32_bytes check (octet_length(digest) = 32),
    sealed_at timestamptz not null default clock_timestamp(),
    constraint seals_end_after_their_beginning check ((to_xid, to_id) > (after_xid, after_id))
);

comment on table audit.seals is
    'Append-only chain of digests over batches of the log: each holds the digest of the one before.';
comment on column audit.seals.era is
    'Counts the clusters that the database has lived in: when it was restored into another, transactions are numbered anew.';
comment on column audit.seals.era_after_id is 'Rows of the era have ids above this.';
comment on column audit.seals.after_xid is 'The batch begins after the row of this transaction and after_id.';
comment on column audit.seals.to_xid is 'The batch ends with the row of this transaction and to_id.';
comment on column audit.seals.rows_digest is 'SHA-256 of the rows'' own digests (audit.row_digest), in order.';
comment on column audit.seals.digest is 'SHA-256 of all other columns (audit.seal_digest).';

alter table audit.seals enable row level security;
alter table audit.seals force row level security;
create policy "The owner writes seals" on audit.seals
    for insert to thin_owner with check (true);
create policy "The owner reads seals" on audit.seals
    for select to thin_owner using (true);

create type audit.violation as (
    kind text,
    seal bigint,
    detail text
);

comment on type audit.violation is 'What audit.verify finds: a kind, the number of the seal, and the fact.';
