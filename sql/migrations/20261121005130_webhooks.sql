-- Webhooks: what happens is posted to an operator's servers, as https://www.standardwebhooks.com says. What is
-- to be posted is written in the transaction of what it tells of, and sent by a worker afterwards.
create domain ops.url as text
    constraint url_is_http_of_a_lower_case_host_up_to_2000_characters
    check (
        length(value) <= 2000
        and value ~ '^https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:[0-9]{1,5})?(/[!"$-~]*)?$'
    );

create domain ops.webhook_secret as text
    constraint webhook_secret_is_whsec_and_24_to_64_bytes_as_base64
    check (value ~ '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$' and length(value) % 4 = 2);

create domain ops.event_types as text[]
    constraint event_types_is_up_to_20_names_such_as_usage_alert
    check (
        cardinality(value) = 0
        or (
            cardinality(value) <= 20
            and array_to_string(value, ' ', '?') ~ '^[a-z][a-z0-9_.]{0,63}( [a-z][a-z0-9_.]{0,63})*$'
            and cardinality(string_to_array(array_to_string(value, ' '), ' ')) = cardinality(value)
        )
    );

create domain ops.description as text
    constraint description_is_up_to_200_characters check (length(value) <= 200);

comment on domain ops.url is 'Where to post: http or https, without credentials or a fragment.';
comment on domain ops.webhook_secret is 'A key of signatures, as Standard Webhooks writes it.';
comment on domain ops.event_types is 'Kinds of events, such as usage.alert.';
comment on domain ops.description is 'What an operator notes.';

create table ops.webhook_settings (
    id boolean not null default true
        constraint webhook_settings_pkey primary key
        constraint webhook_settings_is_one_row check (id),
    allows_http boolean not null default false,
    allows_private_addresses boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table ops.webhook_settings is 'Where webhooks may be posted to. One row, which an operator changes.';
comment on column ops.webhook_settings.allows_http is 'Whether also without encryption.';
comment on column ops.webhook_settings.allows_private_addresses is
    'Whether also within one''s own network; else a URL could make this server reach what only it can reach.';

insert into ops.webhook_settings default values;

create table ops.webhook_endpoints (
    id uuid not null default gen_random_uuid()
        constraint webhook_endpoints_pkey primary key,
    url ops.url not null,
    description ops.description not null default '',
    event_types ops.event_types not null default '{}',
    secret ops.webhook_secret not null,
    previous_secret ops.webhook_secret,
    previous_secret_until timestamptz,
    is_enabled boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint webhook_endpoints_previous_secret_has_an_end
        check ((previous_secret is null) = (previous_secret_until is null))
);

comment on table ops.webhook_endpoints is 'Who is told of events.';
comment on column ops.webhook_endpoints.event_types is 'Of which kinds; empty for all.';
comment on column ops.webhook_endpoints.previous_secret is
    'Signs as well until previous_secret_until, so that the receiver has time to change over.';

create table ops.webhook_deliveries (
    id uuid not null default gen_random_uuid()
        constraint webhook_deliveries_pkey primary key,
    endpoint_id uuid not null
        constraint webhook_deliveries_endpoint_id_fkey references ops.webhook_endpoints (id) on delete cascade,
    event_id uuid not null,
    event_type text not null,
    body text not null
        constraint webhook_deliveries_body_is_up_to_64_kb check (octet_length(body) <= 65536),
    -- squawk-ignore prefer-bigint-over-int
    attempts integer not null default 0
        constraint webhook_deliveries_attempts_is_0_to_12 check (attempts between 0 and 12),
    next_attempt_at timestamptz not null default clock_timestamp(),
    -- squawk-ignore prefer-bigint-over-int
    last_status integer,
    last_error text
        constraint webhook_deliveries_last_error_is_short check (length(last_error) <= 500),
    created_at timestamptz not null default clock_timestamp(),
    delivered_at timestamptz,
    failed_at timestamptz,
    constraint webhook_deliveries_endpoint_id_event_id_key unique (endpoint_id, event_id),
    constraint webhook_deliveries_ends_one_way check (delivered_at is null or failed_at is null)
);

comment on table ops.webhook_deliveries is 'What is to be posted, to whom, and what became of it.';
comment on column ops.webhook_deliveries.event_id is 'The same to whomever and however often it is posted: webhook-id.';
comment on column ops.webhook_deliveries.body is 'JSON, posted as it stands.';
comment on column ops.webhook_deliveries.next_attempt_at is
    'When to try (again); while a worker has it, when another may take it from a worker that died.';
comment on column ops.webhook_deliveries.failed_at is
    'When it was given up: a dead letter, which stays until an operator retries it.';

create index webhook_deliveries_due_idx on ops.webhook_deliveries (endpoint_id, next_attempt_at)
    where delivered_at is null and failed_at is null;
create index webhook_deliveries_worn_out_idx on ops.webhook_deliveries (next_attempt_at)
    where delivered_at is null and failed_at is null and attempts >= 12;
create index webhook_deliveries_failed_idx on ops.webhook_deliveries (failed_at) where failed_at is not null;

create type ops.webhook_task as (
    id uuid,
    attempt integer,
    webhook_id text,
    url text,
    body text,
    secrets text[]
);

comment on type ops.webhook_task is
    'A delivery for a worker to post: which attempt it is, and the secrets that sign it, the newest first.';

alter table ops.webhook_settings enable row level security;
alter table ops.webhook_settings force row level security;
create policy "The owner keeps webhook settings" on ops.webhook_settings
    for all to thin_owner using (true) with check (true);
alter table ops.webhook_endpoints enable row level security;
alter table ops.webhook_endpoints force row level security;
create policy "The owner keeps webhook endpoints" on ops.webhook_endpoints
    for all to thin_owner using (true) with check (true);
alter table ops.webhook_deliveries enable row level security;
alter table ops.webhook_deliveries force row level security;
create policy "The owner keeps webhook deliveries" on ops.webhook_deliveries
    for all to thin_owner using (true) with check (true);
