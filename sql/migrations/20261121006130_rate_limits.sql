-- How often somebody may ask for something. Counted by GCRA (ITU-T I.371, annex B): one time per subject and
-- class says when all that was asked for would be through at an even pace; who is a whole period ahead of it
-- waits. So any period holds at most a burst and what has become free since, and a count is one row.
create table ops.rate_classes (
    id text not null
        constraint rate_classes_pkey primary key
        constraint rate_classes_id_is_snake_case check (id ~ '^[a-z][a-z0-9_]{0,62}$'),
    description text not null
        constraint rate_classes_description_is_1_to_200_characters
        check (length(description) between 1 and 200),
    -- squawk-ignore prefer-bigint-over-int
    requests integer not null
        constraint rate_classes_requests_is_1_to_1_million check (requests between 1 and 1000000),
    period interval not null
        constraint rate_classes_period_is_1_second_to_31_days check (
            period between interval '1 second' and interval '31 days'
            and extract(month from period) = 0 and extract(year from period) = 0
        ),
    is_enabled boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table ops.rate_classes is
    'What is counted together, and how often it may be asked for. Rows that an operator changes.';
comment on column ops.rate_classes.requests is 'So many at once, and so many a period in the long run.';

create table ops.rate_limits (
    kind text not null
        constraint rate_limits_kind_is_known check (kind in ('function', 'view', 'route')),
    name text not null
        constraint rate_limits_name_is_1_to_200_characters check (length(name) between 1 and 200),
    class text not null
        constraint rate_limits_class_fkey references ops.rate_classes (id) on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint rate_limits_pkey primary key (kind, name)
);
create index rate_limits_class_idx on ops.rate_limits (class);

comment on table ops.rate_limits is
    'Which function or view of api, or route of the service, counts for which class. What has no row is not limited.';
comment on column ops.rate_limits.name is 'Of a route: its method and path, as in POST /auth/v1/logout.';

create table ops.rate_overrides (
    plan billing.plan_id not null
        constraint rate_overrides_plan_fkey references billing.plans (id) on delete cascade,
    class text not null
        constraint rate_overrides_class_fkey references ops.rate_classes (id) on delete cascade,
    -- squawk-ignore prefer-bigint-over-int
    requests integer not null
        constraint rate_overrides_requests_is_1_to_1_million check (requests between 1 and 1000000),
    period interval not null
        constraint rate_overrides_period_is_1_second_to_31_days check (
            period between interval '1 second' and interval '31 days'
            and extract(month from period) = 0 and extract(year from period) = 0
        ),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint rate_overrides_pkey primary key (plan, class)
);
create index rate_overrides_class_idx on ops.rate_overrides (class);

comment on table ops.rate_overrides is 'What a plan is allowed instead of what its class says.';

-- After a crash everybody begins anew, which is worth that counting writes no WAL and waits for no disk. Only
-- ready_at changes, so that updates stay heap-only.
create unlogged table ops.rate_counters (
    class text not null,
    subject text not null,
    ready_at timestamptz not null,
    constraint rate_counters_pkey primary key (class, subject)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

comment on table ops.rate_counters is 'How far each user or network is ahead of an even pace.';
comment on column ops.rate_counters.ready_at is 'When all that was asked for would be through at an even pace.';

alter table ops.rate_classes enable row level security;
alter table ops.rate_classes force row level security;
create policy "The owner keeps rate classes" on ops.rate_classes
    for all to thin_owner using (true) with check (true);
alter table ops.rate_limits enable row level security;
alter table ops.rate_limits force row level security;
create policy "The owner keeps rate limits" on ops.rate_limits
    for all to thin_owner using (true) with check (true);
alter table ops.rate_overrides enable row level security;
alter table ops.rate_overrides force row level security;
create policy "The owner keeps rate overrides" on ops.rate_overrides
    for all to thin_owner using (true) with check (true);
alter table ops.rate_counters enable row level security;
alter table ops.rate_counters force row level security;
create policy "The owner keeps rate counters" on ops.rate_counters
    for all to thin_owner using (true) with check (true);

-- How often a code may be sent and tried is counted by identity, for each address, and stands in its settings.
insert into ops.rate_classes (id, description, requests, period) values
    ('credit_operations', 'Whatever moves credits.', 100, '1 minute'),
    ('messages', 'Messages of chats.', 30, '1 minute'),
    ('chat', 'Answers of chats.', 20, '1 minute'),
    ('story_creation', 'Stories.', 5, '1 minute'),
    ('book_generation', 'Books.', 3, '1 minute'),
    ('checkout', 'Buying.', 5, '1 minute'),
    ('balance_and_usage', 'Reading what one has and what one has used.', 30, '1 minute'),
    ('subscribe', 'Beginning and changing subscriptions.', 5, '1 minute'),
    ('sensitive', 'Changing how one signs in, and what is given once.', 10, '5 minutes'),
    ('logout', 'Signing out.', 10, '1 minute');

insert into ops.rate_limits (kind, name, class) values
    ('view', 'balance', 'balance_and_usage'),
    ('view', 'credit_grants', 'balance_and_usage'),
    ('view', 'credit_usage', 'balance_and_usage'),
    ('view', 'ledger_entries', 'balance_and_usage'),
    ('view', 'monthly_refreshes', 'balance_and_usage'),
    ('view', 'revocations', 'balance_and_usage'),
    ('function', 'balance_at', 'balance_and_usage'),
    ('function', 'expiring_grants', 'balance_and_usage'),
    ('function', 'preflight', 'balance_and_usage'),
    ('function', 'reserve', 'credit_operations'),
    ('function', 'reserve_many', 'credit_operations'),
    ('function', 'confirm', 'credit_operations'),
    ('function', 'confirm_many', 'credit_operations'),
    ('function', 'release', 'credit_operations'),
    ('function', 'release_many', 'credit_operations'),
    ('function', 'claim_signup_bonus', 'sensitive'),
    ('function', 'subscribe', 'subscribe'),
    ('function', 'change_plan', 'subscribe'),
    ('function', 'cancel_subscription', 'subscribe'),
    ('function', 'pause_subscription', 'subscribe'),
    ('function', 'resume_subscription', 'subscribe'),
    ('route', 'PUT /auth/v1/user', 'sensitive'),
    ('route', 'GET /auth/v1/reauthenticate', 'sensitive'),
    ('route', 'POST /auth/v1/logout', 'logout');

create type ops.turn as (
    policy text,
    state text
);

comment on type ops.turn is
    'What a request was counted for, as the headers RateLimit-Policy (quota q and window w of each class) and RateLimit (what is left r, seconds until all is free again t) say it.';

insert into ops.jobs (name, description, every, statement) values
    (
        'rate_counters', 'Forgets who has not asked for anything lately.', '10 minutes',
        'select case when ops.clean_rate_counters(10000) = 10000 then ''more'' end'
    );
