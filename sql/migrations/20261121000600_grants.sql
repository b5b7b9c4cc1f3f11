-- Credits arrive in lots. A lot is drawn down by confirmed reservations and by expiry.
create table credits.grants (
    id uuid not null default gen_random_uuid(),
    user_id uuid not null
        constraint grants_user_id_fkey references credits.accounts (user_id),
    source credits.source not null,
    amount credits.amount not null,
    remaining credits.balance not null,
    -- squawk-ignore prefer-bigint-over-int
    priority integer not null default 100,
    effective_at timestamptz not null default now(),
    expires_at credits.expires_at,
    sequence bigint not null,
    -- Stored, so that an index can leave spent grants out without looking at what every draw changes.
    is_spent boolean not null generated always as (remaining = 0) stored,
    metadata credits.metadata not null default '{}',
    created_at timestamptz not null default now(),
    constraint grants_pkey primary key (user_id, id),
    constraint grants_remaining_not_above_amount check (remaining <= amount)
) with (fillfactor = 80);

comment on table credits.grants is 'A lot of credits that a user was given, and what is left of it.';
comment on column credits.grants.priority is 'Lower is drawn first; then the soonest expiry, then the oldest.';
comment on column credits.grants.sequence is 'The account''s sequence when it was granted; later reservations may draw it.';
comment on column credits.grants.is_spent is 'Whether nothing remains.';

-- The order in which grants are drawn.
create index grants_draw_order_idx on credits.grants (user_id, priority, expires_at, sequence)
    where not is_spent;

alter table credits.grants enable row level security;
alter table credits.grants force row level security;
create policy "The owner keeps grants" on credits.grants
    for all to thin_owner using (true) with check (true);
