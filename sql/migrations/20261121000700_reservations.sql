-- Credits set aside for one job, until it is confirmed, released or out of time.
create table credits.reservations (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null
        constraint reservations_user_id_fkey references credits.accounts (user_id),
    amount credits.amount not null,
    charged credits.balance not null default 0,
    status credits.reservation_status not null default 'reserved',
    job_type credits.job_type not null,
    job_id credits.job_id,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    settled_at timestamptz,
    description credits.description,
    reason credits.reason,
    shortfall credits.balance not null default 0,
    sequence bigint not null,
    metadata credits.metadata not null default '{}',
    constraint reservations_pkey primary key (user_id, id),
    constraint reservations_status_fits_settled_at_and_charged check (
        (status = 'reserved') = (settled_at is null) and (status = 'confirmed') = (charged > 0)
    )
) with (fillfactor = 85);

comment on table credits.reservations is 'Credits held for a job, and what became of them. A row of it is a user''s usage.';
comment on column credits.reservations.charged is 'Credits taken at confirm; zero before, and when released or expired.';
comment on column credits.reservations.shortfall is 'What a confirm with overage available could not take.';
comment on column credits.reservations.sequence is 'The account''s sequence when it was made: the order in which holds claim grants.';

-- Lists a user's usage, and finds live reservations from accounts.held_since on. No index has a column
-- that settling changes, so that settling is a heap-only update.
create index reservations_user_id_created_at_idx on credits.reservations (user_id, created_at desc);

alter table credits.reservations enable row level security;
alter table credits.reservations force row level security;
create policy "The owner keeps reservations" on credits.reservations
    for all to thin_owner using (true) with check (true);
