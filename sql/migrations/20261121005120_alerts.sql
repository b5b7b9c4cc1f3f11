-- Alerts: a user has used so many percent of what the plan allows.
create domain usage.percent as integer
    constraint percent_is_1_to_1000 check (value between 1 and 1000);

comment on domain usage.percent is 'How many hundredths of what is allowed are used.';

create table usage.alert_thresholds (
    percent usage.percent not null
        constraint alert_thresholds_pkey primary key,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table usage.alert_thresholds is 'From which percentages of a limit on its user is alerted. An operator changes rows.';

insert into usage.alert_thresholds (percent) values (80), (100);

create table usage.alerts (
    user_id uuid not null
        constraint alerts_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    meter usage.meter not null
        constraint alerts_meter_fkey references usage.meters (id),
    per usage.per not null,
    starts_on date not null,
    percent usage.percent not null,
    plan billing.plan_id not null,
    used usage.total not null,
    allowed usage.total not null,
    created_at timestamptz not null default clock_timestamp(),
    read_at timestamptz,
    constraint alerts_pkey primary key (user_id, id),
    constraint alerts_once_key unique (user_id, meter, per, starts_on, percent),
    constraint alerts_used_reaches_percent_of_allowed check (used * 100 >= allowed * percent)
);

comment on table usage.alerts is
    'That a user reached a threshold of a limit: once a threshold and day or month, whatever becomes of limit and plan.';
comment on column usage.alerts.used is 'How much was used when it was noticed; allowed is the limit of that moment.';
comment on column usage.alerts.read_at is 'When its user said to have seen it.';

create index alerts_meter_idx on usage.alerts (meter);
create index alerts_unread_idx on usage.alerts (user_id, created_at) where read_at is null;

alter table usage.alert_thresholds enable row level security;
alter table usage.alert_thresholds force row level security;
create policy "The owner keeps alert thresholds" on usage.alert_thresholds
    for all to thin_owner using (true) with check (true);
alter table usage.alerts enable row level security;
alter table usage.alerts force row level security;
create policy "The owner keeps alerts" on usage.alerts
    for all to thin_owner using (true) with check (true);
