-- Credits that a plan gives every month.
create domain credits.period as text not null
    constraint period_is_a_month_as_yyyy_mm check (value ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$');

comment on domain credits.period is 'A month in UTC, as 2026-11.';

create type credits.refresh_request as (
    user_id credits.user_id,
    period credits.period
);

create type credits.refresh_batch as (
    refreshed integer,
    last_user_id uuid
);

comment on type credits.refresh_request is 'The arguments of credits.refresh.';
comment on type credits.refresh_batch is
    'How many users were refreshed, and the user to go on after; null when none is left.';

create table credits.monthly_refreshes (
    user_id uuid not null,
    period credits.period not null,
    plan billing.plan_id not null,
    amount credits.amount not null,
    grant_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint monthly_refreshes_pkey primary key (user_id, period),
    constraint monthly_refreshes_grant_fkey
        foreign key (user_id, grant_id) references credits.grants (user_id, id)
);

comment on table credits.monthly_refreshes is
    'Append-only: what a user''s plan gave in a month, once.';

alter table credits.monthly_refreshes enable row level security;
alter table credits.monthly_refreshes force row level security;
create policy "The owner keeps monthly refreshes" on credits.monthly_refreshes
    for all to thin_owner using (true) with check (true);
