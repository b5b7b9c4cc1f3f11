-- What an amount of credits is, and every other thing a caller passes: held here once, for columns and
-- for the arguments of functions alike. A domain has the name of the argument that it checks and its
-- constraint says the rule, so that a refusal can name both. One constraint each: they are evaluated
-- with every call.

-- NaN sorts above every number, so the upper bound refuses it together with the infinities.
create domain credits.amount as numeric
    constraint amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals
    check (value > 0 and value <= 10000000000000 and min_scale(value) <= 4);

create domain credits.balance as numeric
    constraint balance_is_zero_or_more_with_at_most_4_decimals
    check (value >= 0 and value <= 100000000000000000 and min_scale(value) <= 4);

create domain credits.movement as numeric
    constraint movement_is_not_zero_and_has_at_most_4_decimals
    check (value <> 0 and abs(value) <= 100000000000000000 and min_scale(value) <= 4);

create domain credits.metadata as jsonb not null
    constraint metadata_is_a_flat_object_up_to_4_kb_and_500_characters_a_value
    check (
        value = '{}'
        or (
            jsonb_typeof(value) = 'object'
            and octet_length(value::text) <= 4096
            and not jsonb_path_exists(value, 'strict $.* ? (@.type() == "object" || @.type() == "array")')
            and not jsonb_path_exists(value, 'strict $.* ? (@ like_regex "^.{250}.{250}." flag "s")')
        )
    );

create domain credits.user_id as uuid not null;

create domain credits.reservation_id as uuid not null;

create domain credits.priority as integer not null;

create domain credits.idempotency_key as text collate "C"
    constraint idempotency_key_is_1_to_200_characters check (length(value) between 1 and 200);

create domain credits.job_type as text not null
    constraint job_type_is_a_short_identifier check (value ~ '^[a-z][a-z0-9_.:-]{0,63}$');

create domain credits.job_id as text
    constraint job_id_is_1_to_200_characters check (length(value) between 1 and 200);

create domain credits.description as text
    constraint description_is_1_to_500_characters check (length(value) between 1 and 500);

create domain credits.reason as text
    constraint reason_is_1_to_500_characters check (length(value) between 1 and 500);

create domain credits.ttl as interval not null
    -- In seconds: as intervals, a year less 359 days is a day.
    constraint ttl_is_1_second_to_24_hours check (extract(epoch from value) between 1 and 86400);

create domain credits.overage as text not null
    constraint overage_is_reject_or_available_or_debt check (value in ('reject', 'available', 'debt'));

create domain credits.source as text not null
    constraint source_is_known
    check (
        value in (
            'signup_bonus', 'purchase', 'subscription', 'monthly_refresh', 'promotion', 'refund',
            'compensation', 'adjustment'
        )
    );

create domain credits.expires_at as timestamptz
    constraint expires_at_is_finite check (isfinite(value));

create domain credits.reservation_status as text
    constraint reservation_status_is_known
    check (value in ('reserved', 'confirmed', 'released', 'expired'));

create domain credits.entry_kind as text
    constraint entry_kind_is_known check (value in ('grant', 'charge', 'expiry', 'debt', 'repayment'));

create domain credits.operation as text collate "C"
    constraint operation_is_known check (value in ('grant', 'reserve', 'confirm'));

create domain credits.fingerprint as bytea
    constraint fingerprint_is_32_bytes check (octet_length(value) = 32);

comment on domain credits.reservation_status is 'Where a reservation is in its life; only reserved changes.';
comment on domain credits.entry_kind is 'What moved the credits of a ledger entry.';
comment on domain credits.operation is 'A call that takes an idempotency key.';
comment on domain credits.fingerprint is 'SHA-256 of a request.';
comment on domain credits.amount is 'Credits to move: above zero, at most 4 decimals, at most 10^13.';
comment on domain credits.balance is 'Credits that are there: zero or more, at most 4 decimals.';
comment on domain credits.movement is 'A signed change of a balance, never zero.';
comment on domain credits.metadata is 'A flat object of at most 4 kB; keys come from credits.metadata_keys.';
comment on domain credits.user_id is 'Whose credits.';
comment on domain credits.reservation_id is 'Which reservation.';
comment on domain credits.priority is 'Lower is drawn first.';
comment on domain credits.idempotency_key is 'Names one request of a user and operation, for good.';
comment on domain credits.job_type is 'The kind of work that credits are spent on, such as image_generation.';
comment on domain credits.job_id is 'The caller''s own id of a job.';
comment on domain credits.description is 'What a user reads beside a usage row.';
comment on domain credits.reason is 'Why something was given back.';
comment on domain credits.ttl is 'How long a reservation lives.';
comment on domain credits.overage is 'What a confirm above the reserved amount does.';
comment on domain credits.source is 'Why credits were given.';
comment on domain credits.expires_at is 'When something ends.';

-- The arguments of the calls that move money.
create type credits.grant_request as (
    user_id credits.user_id,
    amount credits.amount,
    source credits.source,
    expires_at credits.expires_at,
    priority credits.priority,
    idempotency_key credits.idempotency_key,
    metadata credits.metadata
);

create type credits.reserve_request as (
    user_id credits.user_id,
    amount credits.amount,
    job_type credits.job_type,
    job_id credits.job_id,
    ttl credits.ttl,
    idempotency_key credits.idempotency_key,
    description credits.description,
    metadata credits.metadata
);

create type credits.confirm_request as (
    user_id credits.user_id,
    reservation_id credits.reservation_id,
    amount credits.amount,
    overage credits.overage,
    idempotency_key credits.idempotency_key
);

create type credits.release_request as (
    user_id credits.user_id,
    reservation_id credits.reservation_id,
    reason credits.reason
);

comment on type credits.confirm_request is 'The arguments of credits.confirm; without an amount, all that is held.';
comment on type credits.release_request is 'The arguments of credits.release.';
comment on type credits.grant_request is 'The arguments of credits.grant_credits.';
comment on type credits.reserve_request is 'The arguments of credits.reserve.';

create table credits.metadata_keys (
    key text not null
        constraint metadata_keys_pkey primary key
        constraint metadata_keys_key_is_snake_case check (key ~ '^[a-z][a-z0-9_]{0,63}$'),
    description text not null
        constraint metadata_keys_description_is_short check (length(description) between 1 and 200),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table credits.metadata_keys is 'The keys that metadata may have. An operator adds rows.';

alter table credits.metadata_keys enable row level security;
alter table credits.metadata_keys force row level security;
create policy "The owner keeps metadata keys" on credits.metadata_keys
    for all to thin_owner using (true) with check (true);

insert into credits.metadata_keys (key, description) values
    ('campaign', 'The promotion that the credits belong to'),
    ('feature', 'The part of the product that asked'),
    ('input_tokens', 'Tokens sent to a model'),
    ('invoice_id', 'The invoice that was paid'),
    ('language', 'The language of the work'),
    ('model', 'The model that did the work'),
    ('note', 'A remark by whoever granted'),
    ('order_id', 'The order that was paid'),
    ('output_tokens', 'Tokens received from a model'),
    ('pages', 'Pages that were made'),
    ('payment_id', 'The payment behind the credits'),
    ('plan', 'The plan that the credits belong to'),
    ('provider', 'Who runs the model'),
    ('reason', 'Why it was done'),
    ('request_id', 'The request that it was done for'),
    ('session_id', 'The chat session that it was done for'),
    ('stories', 'Stories that were made'),
    ('tokens', 'Tokens that were used'),
    ('units', 'Units that were used'),
    ('workspace_id', 'The workspace that it was done in');
