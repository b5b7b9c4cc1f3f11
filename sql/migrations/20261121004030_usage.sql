-- What users use: metered by events, counted by day and month, limited by their plan.
create schema usage;

comment on schema usage is 'Meters, what they counted, and how much of it a plan allows.';

grant usage on schema usage to service_role;

create domain usage.meter as text
    constraint meter_is_a_short_identifier check (value ~ '^[a-z][a-z0-9_]{0,63}$');

create domain usage.quantity as numeric
    constraint quantity_is_above_0_up_to_1_trillion_with_at_most_4_decimals
    check (value > 0 and value <= 1000000000000 and min_scale(value) <= 4);

create domain usage.model as text
    constraint model_is_a_short_identifier check (value ~ '^[a-z][a-z0-9_.:-]{0,63}$');

create domain usage.total as numeric
    constraint total_is_zero_or_more check (value >= 0 and value < 'Infinity');

create domain usage.event_id as text collate "C"
    constraint event_id_is_1_to_200_characters check (length(value) between 1 and 200);

create domain usage.per as text
    constraint per_is_day_or_month check (value in ('day', 'month'));

comment on domain usage.meter is 'A meter''s name for programs, such as openai_tokens.';
comment on domain usage.quantity is
    'How much was used at once: above zero, at most 4 decimals, at most 10^12.';
comment on domain usage.model is 'A model''s name, which is the job type that it is priced by.';
comment on domain usage.total is 'How much was used altogether, or may be.';
comment on domain usage.event_id is 'Names one use of a user, for good.';
comment on domain usage.per is 'What is counted by: days and months of UTC.';

create table usage.meters (
    id usage.meter not null
        constraint meters_pkey primary key,
    name text not null
        constraint meters_name_is_short check (length(name) between 1 and 80),
    unit text not null
        constraint meters_unit_is_known check (
            unit in ('calls', 'tokens', 'characters', 'images', 'pages', 'agent_runs')
        ),
    provider text
        constraint meters_provider_is_a_short_identifier check (provider ~ '^[a-z][a-z0-9_]{0,31}$'),
    job_type text
        constraint meters_job_type_is_a_short_identifier
        check (job_type ~ '^[a-z][a-z0-9_.:-]{0,63}$'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table usage.meters is 'What is counted. An operator adds rows.';
comment on column usage.meters.provider is 'Whose service it is that is used; null for the product''s own.';
comment on column usage.meters.job_type is
    'The type whose price api.preflight reckons by; null for what costs no credits.';

create table usage.limits (
    plan billing.plan_id not null
        constraint limits_plan_fkey references billing.plans (id) on delete cascade,
    meter usage.meter not null
        constraint limits_meter_fkey references usage.meters (id) on delete cascade,
    per usage.per not null default 'month',
    kind text not null default 'hard'
        constraint limits_kind_is_hard_or_soft check (kind in ('hard', 'soft')),
    quantity usage.total not null,
    overage_price numeric
        constraint limits_overage_price_is_above_0_with_at_most_10_decimals
        check (overage_price > 0 and overage_price <= 10000000000000 and min_scale(overage_price) <= 10),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint limits_pkey primary key (plan, meter, per),
    constraint limits_overage_price_is_of_a_soft_limit check (kind = 'soft' or overage_price is null)
);

comment on table usage.limits is
    'How much of a meter a plan allows in a day or a month; without a row, any amount.';
comment on column usage.limits.kind is 'Beyond hard nothing is recorded; beyond soft it is, as overage.';
comment on column usage.limits.overage_price is
    'Credits for a unit beyond a soft limit; null when it only counts as overage.';

create index limits_meter_idx on usage.limits (meter);

-- One row a user, meter and window: the row whose lock makes a limit exact.
create table usage.counters (
    user_id uuid not null
        constraint counters_user_id_fkey references credits.accounts (user_id),
    meter usage.meter not null
        constraint counters_meter_fkey references usage.meters (id),
    per usage.per not null,
    starts_on date not null,
    quantity usage.total not null,
    events bigint not null default 1,
    constraint counters_pkey primary key (user_id, meter, per, starts_on),
    constraint counters_month_starts_on_its_first
        check (per = 'day' or date_part('day', starts_on) = 1)
) with (fillfactor = 70);

comment on table usage.counters is 'How much a user used of a meter in a day or a month of UTC.';
comment on column usage.counters.events is 'How many events that are.';

create index counters_meter_idx on usage.counters (meter);

create table usage.events (
    user_id uuid not null,
    event_id usage.event_id not null,
    meter usage.meter not null,
    quantity usage.quantity not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    job_id credits.job_id,
    overage usage.total not null default 0,
    charged credits.balance not null default 0,
    reservation_id uuid,
    metadata credits.metadata not null default '{}',
    constraint events_pkey primary key (user_id, event_id),
    constraint events_overage_not_above_quantity check (overage <= quantity),
    constraint events_charged_names_its_reservation check ((charged > 0) = (reservation_id is not null))
);

comment on table usage.events is 'What was used, once an event: the counters are the sums of it.';
comment on column usage.events.at is 'When it was used, which says where it counts.';
comment on column usage.events.overage is 'How much of it was beyond a soft limit.';
comment on column usage.events.charged is 'Credits taken for the overage, by reservation_id.';

create index events_user_id_at_idx on usage.events (user_id, at desc);
create index events_user_id_meter_at_idx on usage.events (user_id, meter, at desc);

create type usage.record_request as (
    user_id credits.user_id,
    meter usage.meter,
    quantity usage.quantity,
    event_id usage.event_id,
    at timestamptz,
    job_id credits.job_id,
    metadata credits.metadata
);

create type usage.record_outcome as (
    ordinality integer,
    event_id text,
    error_code text,
    error_detail text
);

create type usage.operation as (
    meter usage.meter,
    model usage.model,
    quantity usage.quantity
);

create type usage.verdict as (
    ordinality integer,
    meter text,
    model text,
    quantity numeric,
    is_allowed boolean,
    reason text,
    cost numeric,
    remaining numeric,
    credits_remaining numeric
);

create type usage.violation as (
    user_id uuid,
    meter text,
    per text,
    starts_on date,
    expected numeric,
    actual numeric
);

comment on type usage.record_request is 'The arguments of usage.record.';
comment on type usage.record_outcome is
    'What became of an item of a batch: the event''s id, or an error''s code and detail.';
comment on type usage.operation is 'Work that somebody means to do: so much of a meter, or of a model.';
comment on type usage.verdict is
    'Whether an operation would be allowed after those before it, else the name of the error; what it would cost in credits, and what would remain of the meter''s tightest limit and of the credits.';
comment on type usage.violation is 'A counter that is not the sum of its events.';

alter table usage.meters enable row level security;
alter table usage.meters force row level security;
create policy "The owner keeps meters" on usage.meters
    for all to thin_owner using (true) with check (true);
alter table usage.limits enable row level security;
alter table usage.limits force row level security;
create policy "The owner keeps limits" on usage.limits
    for all to thin_owner using (true) with check (true);
alter table usage.counters enable row level security;
alter table usage.counters force row level security;
create policy "The owner keeps counters" on usage.counters
    for all to thin_owner using (true) with check (true);
alter table usage.events enable row level security;
alter table usage.events force row level security;
create policy "The owner keeps events" on usage.events
    for all to thin_owner using (true) with check (true);
