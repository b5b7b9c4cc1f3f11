-- A job that failed after it was charged is made good by a grant, which a worker gives when it can.
create domain credits.compensation_status as text
    constraint compensation_status_is_known check (value in ('queued', 'settled', 'failed'));

create domain credits.sqlstate as text collate "C"
    constraint sqlstate_is_5_characters check (value ~ '^[0-9A-Z]{5}$');

comment on domain credits.compensation_status is
    'Where a compensation is: settled is the end, failed needs somebody.';
comment on domain credits.sqlstate is 'The code of an error.';

create type credits.compensation_request as (
    user_id credits.user_id,
    reservation_id credits.reservation_id,
    amount credits.amount,
    reason credits.reason
);

create type credits.compensation_batch as (
    settled integer,
    failed integer
);

comment on type credits.compensation_request is
    'The arguments of credits.queue_compensation; without an amount, all that was not given back yet.';
comment on type credits.compensation_batch is
    'How many compensations were settled, and how many attempts failed.';

create table credits.compensations (
    user_id uuid not null
        constraint compensations_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    reservation_id uuid not null,
    amount credits.amount not null,
    reason credits.reason,
    status credits.compensation_status not null default 'queued',
    -- squawk-ignore prefer-bigint-over-int
    attempts integer not null default 0
        constraint compensations_attempts_is_0_to_10 check (attempts between 0 and 10),
    next_attempt_at timestamptz not null default clock_timestamp(),
    last_error credits.sqlstate,
    grant_id uuid,
    created_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz,
    updated_at timestamptz not null default clock_timestamp(),
    constraint compensations_pkey primary key (user_id, id),
    constraint compensations_reservation_key unique (user_id, reservation_id),
    constraint compensations_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id),
    constraint compensations_status_fits_grant_and_settled_at check (
        (status = 'settled') = (grant_id is not null)
        and (status = 'settled') = (settled_at is not null)
    )
);

comment on table credits.compensations is
    'The queue of what users shall get for jobs that failed after they were charged.';
comment on column credits.compensations.last_error is 'The SQLSTATE of the last failed attempt.';

create index compensations_due_idx on credits.compensations (next_attempt_at)
    where status = 'queued';

alter table credits.compensations enable row level security;
alter table credits.compensations force row level security;
create policy "The owner keeps compensations" on credits.compensations
    for all to thin_owner using (true) with check (true);
