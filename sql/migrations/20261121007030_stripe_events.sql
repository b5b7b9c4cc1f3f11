-- The inbox: each event once, for good, with what came of it in the same transaction.
create domain billing.stripe_payload as jsonb
    constraint stripe_payload_is_an_object_up_to_512_kb
    check (jsonb_typeof(value) = 'object' and octet_length(value::text) <= 524288);

comment on domain billing.stripe_payload is
    'An event as Stripe sends it: 256 kB as the service bounds it, which may be more once it is written out again.';

create table billing.stripe_events (
    id billing.stripe_id not null
        constraint stripe_events_pkey primary key
        constraint stripe_events_id_is_of_an_event check (id like 'evt\_%'),
    type text not null
        constraint stripe_events_type_is_1_to_100_characters check (length(type) between 1 and 100),
    occurred_at timestamptz not null,
    payload billing.stripe_payload not null,
    status text not null
        constraint stripe_events_status_is_known
        check (status in ('processed', 'ignored', 'unmatched', 'refused', 'failed')),
    reason text
        constraint stripe_events_reason_is_known check (
            reason in ('amount', 'currency', 'customer', 'metadata', 'price', 'session', 'subscription')
        ),
    error text
        constraint stripe_events_error_is_up_to_500_characters check (length(error) <= 500),
    -- squawk-ignore prefer-bigint-over-int
    attempts integer not null default 1
        constraint stripe_events_attempts_is_1_or_more check (attempts >= 1),
    next_attempt_at timestamptz,
    received_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz not null default clock_timestamp(),
    constraint stripe_events_refused_has_a_reason check ((status = 'refused') = (reason is not null)),
    constraint stripe_events_failed_has_an_error check ((status = 'failed') = (error is not null)),
    constraint stripe_events_only_failed_is_tried_again check (next_attempt_at is null or status = 'failed')
);
create index stripe_events_due_idx on billing.stripe_events (next_attempt_at)
    where next_attempt_at is not null;
create index stripe_events_received_at_idx on billing.stripe_events (received_at);

comment on table billing.stripe_events is 'Events from Stripe, each once for good, and what came of them.';
comment on column billing.stripe_events.status is
    'unmatched: what it tells is kept until it is known whose it is; refused: it isn''t as we made it, and had no effect; ignored: of a type that means nothing here.';
comment on column billing.stripe_events.reason is 'What isn''t as we made it.';
comment on column billing.stripe_events.error is 'SQLSTATE and message of the last attempt.';
comment on column billing.stripe_events.next_attempt_at is
    'When it is tried again by itself; null also after 12 attempts, when it waits for an admin.';

alter table billing.stripe_events enable row level security;
alter table billing.stripe_events force row level security;
create policy "The owner keeps stripe events" on billing.stripe_events
    for all to thin_owner using (true) with check (true);

create type billing.stripe_receipt as (
    id text,
    type text,
    status text,
    reason text,
    is_new boolean
);

create type billing.webhook_event as (
    id text,
    type text,
    status text,
    reason text,
    error text,
    attempts integer,
    occurred_at timestamptz,
    received_at timestamptz,
    settled_at timestamptz,
    next_attempt_at timestamptz
);

create type billing.discrepancy as (
    stripe_id text,
    kind text,
    user_id uuid,
    payment_id uuid,
    theirs text,
    ours text
);

comment on type billing.stripe_receipt is
    'What came of an event, and whether it came for the first time.';
comment on type billing.webhook_event is 'An event in the inbox, without what it says.';
comment on type billing.discrepancy is
    'A payment that Stripe and we know differently: kind is missing_here, missing_there, or what differs (amount, currency, refunded).';

insert into ops.jobs (name, description, every, statement) values
    (
        'stripe_events', 'Tries again what events from Stripe failed to do.', '1 minute',
        'select case when billing.retry_stripe_events(100) = 100 then ''more'' end'
    );

insert into identity.api_scope_objects (scope, object) values
    ('billing:read', 'api.packs'),
    ('billing:read', 'api.purchases'),
    ('billing:read', 'api.top_up_settings'),
    ('billing:manage', 'api.create_checkout'),
    ('billing:manage', 'api.create_portal_session'),
    ('billing:manage', 'api.set_top_up'),
    ('billing:manage', 'api.stop_top_up'),
    ('operation:read', 'api.admin_webhook_events'),
    ('operation:manage', 'api.admin_replay_event');

insert into ops.rate_limits (kind, name, class) values
    ('view', 'purchases', 'balance_and_usage'),
    ('view', 'top_up_settings', 'balance_and_usage'),
    ('function', 'create_checkout', 'checkout'),
    ('function', 'create_portal_session', 'checkout'),
    ('function', 'set_top_up', 'checkout'),
    ('function', 'stop_top_up', 'balance_and_usage');
