-- What a plan costs and holds, and who has subscribed to one.
insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH415', 409, 'transition_not_allowed', 'not possible in its present state', false),
    ('TH416', 409, 'already_subscribed', 'already subscribed', false);

-- A subscription decides a user's plan now; before, app_metadata did. What has the old arguments would
-- make calls ambiguous.
-- squawk-ignore ban-drop-function
drop function if exists billing.plan_of(uuid);

create domain billing.cycle as text
    constraint cycle_is_monthly_or_yearly check (value in ('monthly', 'yearly'));

create domain billing.subscription_status as text
    constraint subscription_status_is_known
    check (value in ('trialing', 'active', 'past_due', 'paused', 'canceled', 'expired'));

create domain billing.unit_amount as bigint
    constraint unit_amount_is_0_to_1_trillion check (value between 0 and 1000000000000);

create domain billing.currency as text
    constraint currency_is_3_lower_case_letters check (value ~ '^[a-z]{3}$');

create domain billing.features as jsonb not null
    constraint features_is_a_flat_object_up_to_4_kb
    check (
        value = '{}'
        or (
            jsonb_typeof(value) = 'object'
            and octet_length(value::text) <= 4096
            and not jsonb_path_exists(
                value, 'strict $.* ? (@.type() == "object" || @.type() == "array" || @.type() == "null")'
            )
        )
    );

comment on domain billing.cycle is 'How long a period of a subscription is.';
comment on domain billing.subscription_status is
    'Where a subscription is in its life; canceled and expired are the end.';
comment on domain billing.unit_amount is 'Money in the smallest unit of its currency, such as cents.';
comment on domain billing.currency is 'A currency''s ISO 4217 code in lower case.';
comment on domain billing.features is 'What a plan switches on: names with a boolean, a number or a text.';

alter table billing.plans
    add column description text not null default '',
    -- squawk-ignore prefer-bigint-over-int
    add column rank integer not null default 0,
    -- squawk-ignore prefer-bigint-over-int
    add column trial_days integer not null default 0,
    add column features billing.features not null default '{}',
    add column is_public boolean not null default true;
alter table billing.plans
    add constraint plans_description_is_up_to_500_characters check (length(description) <= 500) not valid,
    add constraint plans_trial_days_is_0_to_730 check (trial_days between 0 and 730) not valid;

comment on column billing.plans.rank is 'From a lower to a higher rank is an upgrade, which takes effect at once.';
comment on column billing.plans.trial_days is 'How long a first subscription may be tried; zero for not at all.';
comment on column billing.plans.features is 'Feature flags of whoever has the plan.';
comment on column billing.plans.is_public is 'Whether it is shown to users who don''t have it.';

update billing.plans set rank = 20, trial_days = 14 where id = 'pro';

create table billing.plan_prices (
    plan billing.plan_id not null
        constraint plan_prices_plan_fkey references billing.plans (id) on delete cascade,
    cycle billing.cycle not null,
    unit_amount billing.unit_amount not null,
    currency billing.currency not null default 'usd',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint plan_prices_pkey primary key (plan, cycle)
);

comment on table billing.plan_prices is
    'What a period of a plan costs whoever subscribes now; a subscription keeps the price it was made at.';

create table billing.settings (
    id boolean not null default true
        constraint settings_pkey primary key
        constraint settings_is_one_row check (id),
    plans_are_public boolean not null default false,
    -- squawk-ignore prefer-bigint-over-int
    grace_days integer not null default 7
        constraint settings_grace_days_is_0_to_90 check (grace_days between 0 and 90),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table billing.settings is 'How plans are shown and renewed. One row, which an operator changes.';
comment on column billing.settings.plans_are_public is
    'Whether plans and prices are shown to whoever has not signed in.';
comment on column billing.settings.grace_days is
    'How long a subscription that is not paid for lasts beyond its period.';

insert into billing.settings default values;

create table billing.subscriptions (
    user_id uuid not null
        constraint subscriptions_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    plan billing.plan_id not null
        constraint subscriptions_plan_fkey references billing.plans (id)
        constraint subscriptions_plan_is_not_free check (plan <> 'free'),
    cycle billing.cycle not null,
    status billing.subscription_status not null,
    unit_amount billing.unit_amount not null,
    currency billing.currency not null,
    renews_itself boolean not null default true,
    anchor_at timestamptz not null,
    -- squawk-ignore prefer-bigint-over-int
    periods integer not null default 1
        constraint subscriptions_periods_is_0_or_more check (periods >= 0),
    current_period_start_at timestamptz not null,
    current_period_end_at timestamptz not null,
    trial_end_at timestamptz,
    cancel_at_period_end boolean not null default false,
    pending_plan billing.plan_id,
    pending_cycle text,
    paused_at timestamptz,
    canceled_at timestamptz,
    ended_at timestamptz,
    -- squawk-ignore prefer-bigint-over-int
    version integer not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    updated_at timestamptz not null default clock_timestamp(),
    constraint subscriptions_pkey primary key (user_id, id),
    constraint subscriptions_period_has_a_length check (
        current_period_start_at < current_period_end_at
        and isfinite(current_period_start_at) and isfinite(current_period_end_at)
    ),
    constraint subscriptions_status_fits_ended_at check (
        (status in ('canceled', 'expired')) = (ended_at is not null)
    ),
    constraint subscriptions_status_fits_paused_at check ((status = 'paused') = (paused_at is not null)),
    constraint subscriptions_status_fits_trial_end_at check (
        status <> 'trialing' or (trial_end_at is not null and trial_end_at = current_period_end_at)
    ),
    constraint subscriptions_pending_plan_has_a_cycle check (
        (pending_plan is null) = (pending_cycle is null)
    ),
    -- What somebody waits for can't stop being sold.
    constraint subscriptions_pending_price_fkey
        foreign key (pending_plan, pending_cycle) references billing.plan_prices (plan, cycle)
);

comment on table billing.subscriptions is 'Who has subscribed to which plan; a user has at most one that lives.';
comment on column billing.subscriptions.unit_amount is 'What a period costs.';
comment on column billing.subscriptions.renews_itself is
    'Whether a period''s end begins the next; otherwise it waits for billing.renew_subscription, that is for a payment.';
comment on column billing.subscriptions.anchor_at is
    'From where periods are counted, so that one that began on the 31st comes back to it.';
comment on column billing.subscriptions.periods is 'Periods from anchor_at to the current period''s end.';
comment on column billing.subscriptions.trial_end_at is 'When its trial ends or ended; null when it had none.';
comment on column billing.subscriptions.pending_plan is 'The plan from the current period''s end on, if another.';
comment on column billing.subscriptions.version is 'Counts its changes; each stands in its history.';

create unique index subscriptions_live_key on billing.subscriptions (user_id)
    where status in ('trialing', 'active', 'past_due', 'paused');
create index subscriptions_due_idx on billing.subscriptions (current_period_end_at)
    where status in ('trialing', 'active', 'past_due');
create index subscriptions_plan_idx on billing.subscriptions (plan);
create index subscriptions_pending_price_idx on billing.subscriptions (pending_plan, pending_cycle)
    where pending_plan is not null;

create table billing.subscription_transitions (
    from_status billing.subscription_status not null,
    to_status billing.subscription_status not null,
    created_at timestamptz not null default now(),
    constraint subscription_transitions_pkey primary key (from_status, to_status)
);

comment on table billing.subscription_transitions is
    'How a subscription''s status may change; nothing else is possible.';

insert into billing.subscription_transitions (from_status, to_status) values
    ('trialing', 'active'), ('trialing', 'past_due'), ('trialing', 'canceled'),
    ('active', 'past_due'), ('active', 'paused'), ('active', 'canceled'),
    ('past_due', 'active'), ('past_due', 'canceled'), ('past_due', 'expired'),
    ('paused', 'active'), ('paused', 'canceled');

create table billing.subscription_events (
    user_id uuid not null,
    subscription_id uuid not null,
    -- squawk-ignore prefer-bigint-over-int
    version integer not null,
    kind text not null
        constraint subscription_events_kind_is_known check (
            kind in (
                'started', 'activated', 'renewed', 'became_past_due', 'paused', 'resumed', 'canceled',
                'expired', 'plan_changed', 'change_planned', 'change_withdrawn', 'cancel_planned',
                'cancel_withdrawn', 'updated'
            )
        ),
    plan billing.plan_id not null,
    cycle billing.cycle not null,
    status billing.subscription_status not null,
    unit_amount billing.unit_amount not null,
    currency billing.currency not null,
    current_period_start_at timestamptz not null,
    current_period_end_at timestamptz not null,
    pending_plan billing.plan_id,
    created_at timestamptz not null default clock_timestamp(),
    constraint subscription_events_pkey primary key (user_id, subscription_id, version),
    constraint subscription_events_subscription_fkey
        foreign key (user_id, subscription_id) references billing.subscriptions (user_id, id)
);

comment on table billing.subscription_events is
    'Append-only: every change of every subscription, and what it was like afterwards.';

create table billing.prorations (
    user_id uuid not null,
    id uuid not null default gen_random_uuid(),
    subscription_id uuid not null,
    from_plan billing.plan_id not null,
    from_cycle billing.cycle not null,
    to_plan billing.plan_id not null,
    to_cycle billing.cycle not null,
    credit billing.unit_amount not null,
    charge billing.unit_amount not null,
    currency billing.currency not null,
    remaining_seconds bigint not null,
    period_seconds bigint not null,
    created_at timestamptz not null,
    constraint prorations_pkey primary key (user_id, id),
    constraint prorations_subscription_fkey
        foreign key (user_id, subscription_id) references billing.subscriptions (user_id, id),
    constraint prorations_remaining_seconds_within_period
        check (remaining_seconds between 0 and period_seconds and period_seconds > 0)
);

comment on table billing.prorations is
    'Append-only: what an upgrade within a period is to be paid with: charge less credit.';
comment on column billing.prorations.credit is 'What was paid for the rest of the period on the plan before.';
comment on column billing.prorations.charge is 'What the plan after costs until its period''s end.';

create index prorations_subscription_idx on billing.prorations (user_id, subscription_id);

create type billing.proration as (
    credit bigint,
    charge bigint,
    remaining_seconds bigint,
    period_seconds bigint
);

comment on type billing.proration is 'What is left of a period, and what it is worth on two plans.';

alter table billing.plan_prices enable row level security;
alter table billing.plan_prices force row level security;
create policy "The owner keeps plan prices" on billing.plan_prices
    for all to thin_owner using (true) with check (true);
alter table billing.settings enable row level security;
alter table billing.settings force row level security;
create policy "The owner keeps settings" on billing.settings
    for all to thin_owner using (true) with check (true);
alter table billing.subscriptions enable row level security;
alter table billing.subscriptions force row level security;
create policy "The owner keeps subscriptions" on billing.subscriptions
    for all to thin_owner using (true) with check (true);
alter table billing.subscription_transitions enable row level security;
alter table billing.subscription_transitions force row level security;
create policy "The owner keeps subscription transitions" on billing.subscription_transitions
    for all to thin_owner using (true) with check (true);
alter table billing.subscription_events enable row level security;
alter table billing.subscription_events force row level security;
create policy "The owner keeps subscription events" on billing.subscription_events
    for all to thin_owner using (true) with check (true);
alter table billing.prorations enable row level security;
alter table billing.prorations force row level security;
create policy "The owner keeps prorations" on billing.prorations
    for all to thin_owner using (true) with check (true);

-- Whoever had a plan by app_metadata goes on having it, at no price, until an operator says otherwise.
with subscribed as (
    insert into billing.subscriptions (
        user_id, plan, cycle, status, unit_amount, currency, anchor_at, current_period_start_at,
        current_period_end_at
    )
    select
        u.id, p.id, 'monthly', 'active', 0, 'usd', now(), now(),
        (now() at time zone 'UTC' + interval '1 month') at time zone 'UTC'
    from auth.users u
    join credits.accounts a on a.user_id = u.id
    join billing.plans p on p.id = u.raw_app_meta_data ->> 'plan'
    where p.id <> 'free'
    returning *
)
insert into billing.subscription_events (
    user_id, subscription_id, version, kind, plan, cycle, status, unit_amount, currency,
    current_period_start_at, current_period_end_at
)
select
    s.user_id, s.id, s.version, 'started', s.plan, s.cycle, s.status, s.unit_amount, s.currency,
    s.current_period_start_at, s.current_period_end_at
from subscribed s;
