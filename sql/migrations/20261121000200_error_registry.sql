-- Every error a client may see: its SQLSTATE, the HTTP status it becomes, a name for programs and a
-- message for people.
create table ops.error_codes (
    code text not null
        constraint error_codes_pkey primary key
        constraint error_codes_code_is_of_class_th check (code ~ '^TH[0-9]{3}$'),
    -- squawk-ignore prefer-bigint-over-int
    http_status integer not null
        constraint error_codes_http_status_is_an_error check (http_status between 400 and 599),
    name text not null
        constraint error_codes_name_key unique
        constraint error_codes_name_is_snake_case check (name ~ '^[a-z]+(_[a-z]+)*$'),
    message text not null
        constraint error_codes_message_is_short check (length(message) between 1 and 80),
    is_retryable boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table ops.error_codes is 'The registry of errors: what a client may be told, and with which HTTP status.';
comment on column ops.error_codes.is_retryable is
    'Whether the same request may succeed later by itself; the service tells clients otherwise by x-should-retry.';

alter table ops.error_codes enable row level security;
alter table ops.error_codes force row level security;
create policy "The owner keeps error codes" on ops.error_codes
    for all to thin_owner using (true) with check (true);

insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH001', 400, 'invalid_argument', 'invalid argument', false),
    ('TH402', 402, 'insufficient_credits', 'insufficient credits', false),
    ('TH403', 403, 'forbidden', 'forbidden', false),
    ('TH404', 404, 'not_found', 'not found', false),
    ('TH409', 409, 'idempotency_key_reused', 'idempotency key was used with another request', false),
    ('TH410', 409, 'reservation_already_settled', 'reservation is already settled', false),
    ('TH411', 409, 'reservation_expired', 'reservation has expired', false),
    ('TH412', 409, 'already_claimed', 'already claimed', false),
    ('TH423', 409, 'run_in_progress', 'a run is in progress', true),
    ('TH429', 429, 'rate_limited', 'too many requests', true),
    ('TH451', 402, 'limit_exceeded', 'limit exceeded', false),
    ('TH500', 500, 'append_only', 'rows of this table are never changed', false),
    ('TH510', 500, 'ledger_inconsistent', 'the ledger does not add up', false),
    ('TH503', 503, 'disabled', 'disabled', false);
