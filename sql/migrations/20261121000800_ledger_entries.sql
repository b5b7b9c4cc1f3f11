-- Every movement of a user's credits, in the order in which it happened to the account. Each names the
-- grant it moved and, for what was spent, the reservation: the entries of a reservation are the record
-- of which grants it drew. An entry without a grant moves debt.
create table credits.ledger_entries (
    user_id uuid not null,
    sequence bigint not null,
    kind credits.entry_kind not null,
    amount credits.movement not null,
    balance numeric not null,
    grant_id uuid,
    reservation_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    constraint ledger_entries_pkey primary key (user_id, sequence),
    constraint ledger_entries_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint ledger_entries_reservation_fkey
        foreign key (user_id, reservation_id) references credits.reservations (user_id, id),
    constraint ledger_entries_kind_fits_what_moved check (
        (reservation_id is null) = (kind <> 'charge' and kind <> 'debt')
        and (grant_id is not null or kind = 'debt' or kind = 'repayment')
        and (amount > 0) = (kind = 'grant' or (kind = 'repayment' and grant_id is null))
    )
);

comment on table credits.ledger_entries is 'Append-only movements of credits; replaying them gives the balance.';
comment on column credits.ledger_entries.amount is 'Positive when the user gains, negative when the user loses.';
comment on column credits.ledger_entries.balance is 'Available + held − debt after this entry.';
comment on column credits.ledger_entries.grant_id is 'The grant whose remaining credits moved; null for a movement of debt.';

-- What a reservation drew. There is none on grant_id: grants are never deleted, nobody looks up the
-- entries of one, and it would cost every charge a tenth of its time.
create index ledger_entries_reservation_idx on credits.ledger_entries (user_id, reservation_id);

alter table credits.ledger_entries enable row level security;
alter table credits.ledger_entries force row level security;
create policy "The owner keeps entries" on credits.ledger_entries
    for all to thin_owner using (true) with check (true);
