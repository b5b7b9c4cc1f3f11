-- What support sees and sets right, and what the account page needs beside what clients had before.
create type ops.user_match as (
    user_id uuid,
    email text,
    plan text,
    available numeric,
    held numeric,
    debt numeric,
    created_at timestamptz,
    last_sign_in_at timestamptz
);

create type ops.user_report as (
    user_id uuid,
    email text,
    plan text,
    available numeric,
    held numeric,
    debt numeric,
    created_at timestamptz,
    last_sign_in_at timestamptz,
    subscription jsonb,
    grants jsonb,
    reservations jsonb,
    entries jsonb,
    payments jsonb
);

create type identity.sign_in as (
    id uuid,
    is_current boolean,
    agent text,
    address text,
    created_at timestamptz,
    used_at timestamptz
);

create type credits.day_total as (
    day date,
    spent numeric,
    charges bigint
);

create type credits.compensation_report as (
    user_id uuid,
    id uuid,
    email text,
    reservation_id uuid,
    amount numeric,
    reason text,
    status text,
    attempts integer,
    last_error text,
    next_attempt_at timestamptz,
    created_at timestamptz,
    settled_at timestamptz
);

create type credits.price_period as (
    job_type text,
    unit text,
    price numeric,
    per_units numeric,
    effective_at timestamptz,
    ends_at timestamptz
);

create type ops.rate_report as (
    class text,
    description text,
    plan text,
    requests integer,
    period interval,
    is_enabled boolean,
    updated_at timestamptz
);

create type ops.counters as (
    users bigint,
    signed_in bigint,
    available numeric,
    held numeric,
    debt numeric,
    holding bigint,
    compensations_queued bigint,
    compensations_failed bigint,
    events_failed bigint,
    events_unmatched bigint,
    mail_waiting bigint,
    webhooks_waiting bigint,
    jobs_failing bigint,
    answers_running bigint,
    is_ai_enabled boolean
);

comment on type ops.user_match is 'A user whom support looked for.';
comment on type ops.user_report is
    'What support sees of a user: as of now, and the newest 100 of grants, reservations, entries and payments.';
comment on type identity.sign_in is 'Where a user is signed in; is_current is the session that asks.';
comment on type credits.day_total is 'What was charged on a day, and how often.';
comment on type credits.compensation_report is 'A compensation, and whom it is for.';
comment on type credits.price_period is
    'What per_units units of a job type cost from effective_at until ends_at (null: until another price follows).';
comment on type ops.rate_report is
    'How often something may be asked for: by everybody, or, where plan is not null, by those on it.';
comment on type ops.counters is
    'How much there is of what support watches. Credits are as stored: what has expired counts until its account is next touched.';

insert into identity.api_scope_objects (scope, object) values
    ('credits:read', 'api.credits_by_day'),
    ('identity:manage', 'api.sign_ins'),
    ('credits:manage', 'api.admin_grant'),
    ('credits:manage', 'api.admin_adjust'),
    ('credits:manage', 'api.admin_refund'),
    ('credits:manage', 'api.admin_set_price'),
    ('credits:manage', 'api.admin_retry_compensation'),
    ('credits:manage', 'api.admin_settle_compensations'),
    ('operation:read', 'api.admin_search_users'),
    ('operation:read', 'api.admin_user'),
    ('operation:read', 'api.admin_compensations'),
    ('operation:read', 'api.admin_prices'),
    ('operation:read', 'api.admin_rate_limits'),
    ('operation:read', 'api.admin_counters'),
    ('operation:read', 'api.admin_verify'),
    ('operation:manage', 'api.admin_set_rate_limit');

-- Operators who have rows of their own for any of these keep them.
insert into ops.rate_limits (kind, name, class)
select 'function', o.name, c.id
from (
    values
        ('credits_by_day', 'balance_and_usage'), ('sign_ins', 'balance_and_usage'),
        ('delete_account', 'sensitive')
) o (name, class)
join ops.rate_classes c on c.id = o.class
on conflict do nothing;
