-- What users are shown of what they used.
create domain usage.billing_period as text
    constraint billing_period_is_a_month_as_yyyy_mm check (value ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$');

comment on domain usage.billing_period is 'A month of UTC, as 2026-11.';

create type usage.period_total as (
    meter text,
    name text,
    unit text,
    provider text,
    quantity numeric,
    events bigint,
    previous_quantity numeric
);

create type usage.trend_point as (
    meter text,
    starts_on date,
    quantity numeric,
    events bigint
);

create type usage.dashboard as (
    user_id uuid,
    billing_period text,
    plan text,
    subscription jsonb,
    balance jsonb,
    current_usage jsonb,
    totals jsonb,
    days jsonb,
    logs jsonb,
    alerts jsonb
);

comment on type usage.period_total is 'How much of a meter was used in a month, and in the month before.';
comment on type usage.trend_point is 'How much of a meter was used in a day or a month.';
comment on type usage.dashboard is
    'What a user is shown at a glance: plan, subscription, balance, what is used of what is allowed now, and of a month its totals, days and newest logs; alerts that are not read yet.';
