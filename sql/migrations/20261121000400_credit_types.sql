-- What an amount of credits is, and every other thing a caller passes: held here once, for columns and
-- for the arguments of functions alike. A domain has the name of the argument that it checks, so that a
-- refusal can name the field.
-- NaN sorts above every number, so the upper bound refuses it together with the infinities.
create domain credits.amount as numeric
    constraint amount_is_positive check (value > 0)
    constraint amount_is_at_most_10_trillion check (value <= 10000000000000)
    constraint amount_has_at_most_4_decimals check (min_scale(value) <= 4);

create domain credits.balance as numeric
    constraint balance_is_not_negative check (value >= 0)
    constraint balance_is_bounded check (value <= 100000000000000000)
    constraint balance_has_at_most_4_decimals check (min_scale(value) <= 4);

create domain credits.movement as numeric
    constraint movement_is_not_zero check (value <> 0)
    constraint movement_is_bounded check (value between -100000000000000000 and 100000000000000000)
    constraint movement_has_at_most_4_decimals check (min_scale(value) <= 4);

-- Metadata is a small flat object. Which keys it may have is a table, because operators add to it.
create domain credits.metadata as jsonb
    constraint metadata_is_an_object check (jsonb_typeof(value) = 'object')
    constraint metadata_is_at_most_4_kb check (octet_length(value::text) <= 4096)
    constraint metadata_values_are_scalars
        check (not jsonb_path_exists(value, '$.* ? (@.type() == "object" || @.type() == "array")'))
    constraint metadata_values_are_at_most_500_characters
        check (not jsonb_path_exists(value, '$.* ? (@ like_regex "^.{250}.{250}." flag "s")'));

create domain credits.idempotency_key as text
    constraint idempotency_key_is_1_to_200_characters check (length(value) between 1 and 200);

create domain credits.job_type as text
    constraint job_type_is_a_short_identifier check (value ~ '^[a-z][a-z0-9_.:-]{0,63}$');

create domain credits.source as text
    constraint source_is_known check (
        value in (
            'signup_bonus', 'purchase', 'subscription', 'monthly_refresh', 'promotion', 'refund',
            'compensation', 'adjustment'
        )
    );

create domain credits.job_id as text
    constraint job_id_is_1_to_200_characters check (length(value) between 1 and 200);

create domain credits.description as text
    constraint description_is_1_to_500_characters check (length(value) between 1 and 500);

create domain credits.reason as text
    constraint reason_is_1_to_500_characters check (length(value) between 1 and 500);

create domain credits.ttl as interval
    constraint ttl_is_1_second_to_24_hours
        check (value between interval '1 second' and interval '24 hours');

create domain credits.overage as text
    constraint overage_is_reject_available_or_debt check (value in ('reject', 'available', 'debt'));

comment on domain credits.amount is 'Credits to move: above zero, at most 4 decimals, at most 10^13.';
comment on domain credits.balance is 'Credits that are there: zero or more, at most 4 decimals.';
comment on domain credits.movement is 'A signed change of a balance, never zero.';
comment on domain credits.metadata is 'A flat object of at most 4 kB; keys come from credits.metadata_keys.';
comment on domain credits.idempotency_key is 'Names one request of a user and operation, for good.';
comment on domain credits.job_type is 'The kind of work that credits are spent on, such as image_generation.';
comment on domain credits.job_id is 'The caller''s own id of a job.';
comment on domain credits.description is 'What a user reads beside a usage row.';
comment on domain credits.reason is 'Why something was given back.';
comment on domain credits.ttl is 'How long a reservation lives.';
comment on domain credits.overage is 'What a confirm above the reserved amount does.';
comment on domain credits.source is 'Why credits were given.';

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
