-- One row a user: what may be spent, what live reservations hold, what is owed. It is the row that
-- every money-moving call locks first for its user, so it is kept narrow, its changing columns are in
-- no index (updates stay heap-only) and its pages keep room for the next version.
create table credits.accounts (
    user_id uuid not null
        constraint accounts_pkey primary key,
    available credits.balance not null default 0,
    held credits.balance not null default 0,
    debt credits.balance not null default 0,
    debt_limit credits.balance not null default 0,
    sequence bigint not null default 0,
    held_since timestamptz,
    next_expiry_at timestamptz not null default 'infinity',
    created_at timestamptz not null default now(),
    constraint accounts_debt_not_above_limit check (debt <= debt_limit)
) with (fillfactor = 50);

comment on table credits.accounts is 'A user''s credits: available, held by live reservations, owed.';
comment on column credits.accounts.sequence is
    'Counts grants, reservations and ledger entries of this account in the order in which they took its lock.';
comment on column credits.accounts.next_expiry_at is
    'When the soonest grant with credits left expires; in the past while an expired grant is still held.';
comment on column credits.accounts.held_since is
    'No live reservation is older. Meaningless while nothing is held.';
comment on column credits.accounts.debt_limit is 'How much a confirm with overage debt may leave owed.';

-- Finds accounts whose grants have expired. It changes with grants only, not with reservations.
create index accounts_next_expiry_at_idx on credits.accounts (next_expiry_at)
    where next_expiry_at < 'infinity';

alter table credits.accounts enable row level security;
alter table credits.accounts force row level security;
create policy "The owner keeps account" on credits.accounts
    for all to thin_owner using (true) with check (true);
