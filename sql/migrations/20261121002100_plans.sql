-- What a user has signed up for, as far as credits depend on it.
create schema billing;

comment on schema billing is 'Plans: what a user has signed up for.';

grant usage on schema billing to service_role;

create domain billing.plan_id as text
    constraint plan_id_is_a_short_identifier check (value ~ '^[a-z][a-z0-9_]{0,31}$');

comment on domain billing.plan_id is 'A plan''s name for programs, such as pro.';

create table billing.plans (
    id billing.plan_id not null
        constraint plans_pkey primary key,
    name text not null
        constraint plans_name_is_short check (length(name) between 1 and 80),
    signup_credits credits.balance not null default 0
        constraint plans_signup_credits_can_be_granted check (signup_credits <= 10000000000000),
    monthly_credits credits.balance not null default 0
        constraint plans_monthly_credits_can_be_granted check (monthly_credits <= 10000000000000),
    -- squawk-ignore prefer-bigint-over-int
    rollover_months integer not null default 0
        constraint plans_rollover_months_is_0_to_120 check (rollover_months between 0 and 120),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table billing.plans is
    'What a user may sign up for. An operator adds and changes rows; free is there always.';
comment on column billing.plans.signup_credits is 'Credits of the signup bonus; zero for none.';
comment on column billing.plans.monthly_credits is 'Credits of the monthly refresh; zero for none.';
comment on column billing.plans.rollover_months is
    'How many months longer than their own the credits of a monthly refresh live.';

alter table billing.plans enable row level security;
alter table billing.plans force row level security;
create policy "The owner keeps plans" on billing.plans
    for all to thin_owner using (true) with check (true);

insert into billing.plans (id, name, signup_credits, monthly_credits, rollover_months) values
    ('free', 'Free', 1000, 0, 0),
    ('pro', 'Pro', 20000, 10000, 1);
