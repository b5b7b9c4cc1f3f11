-- Model calls: which models there are and what their tokens cost, who may spend how much on them,
-- and a receipt for each call.
create schema ai;

comment on schema ai is 'Models, their prices, budgets, and a receipt for each metered call.';

grant usage on schema ai to authenticator, authenticated, service_role;

insert into ops.error_codes (code, http_status, name, message, is_retryable) values
    ('TH420', 400, 'not_priced', 'the request can not be priced', false),
    ('TH421', 413, 'input_too_large', 'the input is too large', false);

-- It is said of every provider now, of payments and of models.
update ops.error_codes
set name = 'provider_failed', message = 'the provider did not answer'
where code = 'TH502';

create domain ai.provider as text collate "C"
    constraint provider_is_known check (value in ('openai', 'anthropic', 'google'));

create domain ai.model as text collate "C"
    constraint model_is_a_name_of_up_to_128_characters
    check (value ~ '^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}$');

create domain ai.model_pattern as text collate "C"
    constraint model_pattern_is_a_model_or_a_star
    check (value ~ '^([A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}|\*)$');

create domain ai.service_tier as text collate "C"
    constraint service_tier_is_known check (value in ('standard', 'flex', 'priority', 'batch'));

create domain ai.operation as text collate "C"
    constraint operation_is_known
    check (
        value in (
            'chat_completions', 'responses', 'embeddings', 'messages', 'generate_content',
            'embed_content'
        )
    );

create domain ai.outcome as text collate "C"
    constraint outcome_is_known
    check (
        value in (
            'completed', 'client_gone', 'refused', 'unreachable', 'timed_out', 'cut', 'garbled',
            'stopped', 'abandoned'
        )
    );

create domain ai.period as text collate "C"
    constraint period_is_day_or_month check (value in ('day', 'month'));

-- NaN sorts above every number, so the upper bound refuses it together with the infinities.
create domain ai.rate as numeric
    constraint rate_is_zero_or_more_up_to_1_billion_with_at_most_10_decimals
    check (value >= 0 and value <= 1000000000 and min_scale(value) <= 10);

create domain ai.tokens as bigint
    constraint tokens_are_0_to_1_billion check (value between 0 and 1000000000);

comment on domain ai.provider is 'Who runs a model.';
comment on domain ai.model is 'A model''s name, exactly as its provider has it.';
comment on domain ai.model_pattern is 'A model''s name, or * for all of its provider''s.';
comment on domain ai.service_tier is 'How soon a provider answers, which changes what it takes.';
comment on domain ai.operation is 'What is asked of a model that is charged for.';
comment on domain ai.outcome is
    'How a call ended: completed; client_gone (what was made is charged); refused (by the provider), unreachable; timed_out, cut, garbled (charged for output that came, which is then made good); stopped (passed its cap); abandoned (its instance died).';
comment on domain ai.period is 'What a budget is for: days and months of UTC.';
comment on domain ai.rate is 'What 1,000,000 tokens cost, or a request, in US dollars.';
comment on domain ai.tokens is 'A count of tokens.';

create type ai.rates as (
    input ai.rate,
    cached_input ai.rate,
    cache_write_5m ai.rate,
    cache_write_1h ai.rate,
    output ai.rate,
    reasoning ai.rate,
    request ai.rate
);

comment on type ai.rates is
    'US dollars for 1,000,000 tokens of each kind, and for a request. Null is priced as its kind: cached and written input as input, reasoning as output; a null request costs nothing. A model without output rate makes none.';

-- One count a kind of token; none is part of another.
create type ai.usage as (
    input bigint,
    cached_input bigint,
    cache_write_5m bigint,
    cache_write_1h bigint,
    output bigint,
    reasoning bigint
);

comment on type ai.usage is
    'Tokens of a call, each counted once: input without what was cached or written to a cache, output without reasoning.';

create table ai.settings (
    id boolean not null default true
        constraint settings_pkey primary key
        constraint settings_is_one_row check (id),
    is_enabled boolean not null default true,
    credits_per_usd numeric not null default 100
        constraint settings_credits_per_usd_is_above_0_up_to_1_million
        check (
            credits_per_usd > 0 and credits_per_usd <= 1000000 and min_scale(credits_per_usd) <= 6
        ),
    default_output_tokens bigint not null default 4096
        constraint settings_default_output_tokens_is_1_to_1_million
        check (default_output_tokens between 1 and 1000000),
    abandoned_after interval not null default '60 seconds'
        constraint settings_abandoned_after_is_5_seconds_to_1_hour
        check (abandoned_after between interval '5 seconds' and interval '1 hour'),
    held_for interval not null default '6 hours'
        constraint settings_held_for_is_1_minute_to_1_day
        check (extract(epoch from held_for) between 60 and 86400),
    retried_within interval not null default '10 minutes'
        constraint settings_retried_within_is_0_to_1_hour
        check (retried_within between interval '0' and interval '1 hour'),
    -- squawk-ignore prefer-bigint-over-int
    tries_max integer not null default 3
        constraint settings_tries_max_is_1_to_10 check (tries_max between 1 and 10),
    request_tokens bigint not null default 16
        constraint settings_request_tokens_is_0_to_10_thousand
        check (request_tokens between 0 and 10000),
    part_tokens bigint not null default 8
        constraint settings_part_tokens_is_0_to_10_thousand check (part_tokens between 0 and 10000),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

comment on table ai.settings is 'How model calls are metered. One row, which an operator changes.';
comment on column ai.settings.is_enabled is
    'The kill switch: while false no call is admitted; running ones finish.';
comment on column ai.settings.credits_per_usd is
    'What a provider''s dollar costs. Calls keep the value that they were admitted with.';
comment on column ai.settings.default_output_tokens is
    'How much a call may answer that doesn''t say.';
comment on column ai.settings.abandoned_after is
    'For how long an instance may say nothing of a call before it is taken for dead.';
comment on column ai.settings.held_for is 'How long a call''s reservation lives.';
comment on column ai.settings.retried_within is
    'For how long after its admission a client''s retry goes on with a call and its hold.';
comment on column ai.settings.request_tokens is 'What the estimate adds for a request.';
comment on column ai.settings.part_tokens is
    'What the estimate adds for each message, part or tool of a request.';

insert into ai.settings default values;

create table ai.media_tokens (
    provider ai.provider not null,
    kind text not null
        constraint media_tokens_kind_is_a_short_identifier check (kind ~ '^[a-z][a-z0-9_]{0,31}$'),
    tokens ai.tokens not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint media_tokens_pkey primary key (provider, kind)
);

comment on table ai.media_tokens is
    'How many tokens one medium of a kind is at most. What has no row can''t be priced.';

-- The most that one image can be: OpenAI 768 x 2,048 pixels in tiles (high detail, mini models
-- multiply), Anthropic 1,568 pixels a side, Google 258 a tile of 768 x 768.
insert into ai.media_tokens (provider, kind, tokens) values
    ('openai', 'image', 50000),
    ('anthropic', 'image', 5000),
    ('google', 'image', 5000);

create table ai.models (
    provider ai.provider not null,
    model ai.model not null,
    kind text not null
        constraint models_kind_is_text_or_embedding check (kind in ('text', 'embedding')),
    max_input_tokens ai.tokens not null,
    max_output_tokens ai.tokens,
    may_reason boolean not null default false,
    is_enabled boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint models_pkey primary key (provider, model),
    constraint models_takes_input check (max_input_tokens > 0),
    constraint models_text_has_output check ((kind = 'text') = (coalesce(max_output_tokens, 0) > 0))
);

comment on table ai.models is 'The models that may be called. An operator adds rows.';
comment on column ai.models.max_input_tokens is 'What the model can read.';
comment on column ai.models.max_output_tokens is
    'What it can write, reasoning included; null for one that embeds.';
comment on column ai.models.may_reason is 'Whether part of its output may be reasoning.';

create table ai.model_limits (
    plan billing.plan_id not null
        constraint model_limits_plan_fkey references billing.plans (id) on delete cascade,
    provider ai.provider not null,
    model ai.model_pattern not null default '*',
    max_input_tokens ai.tokens,
    max_output_tokens ai.tokens,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint model_limits_pkey primary key (plan, provider, model),
    constraint model_limits_limits_something
        check (max_input_tokens is not null or max_output_tokens is not null)
);

comment on table ai.model_limits is
    'How much a call of a plan may read and write, beside what the model can; both a row for the model and one for * count.';
comment on column ai.model_limits.max_input_tokens is
    'Estimated tokens, null for no limit; 0 keeps the model from the plan.';

create table ai.prices (
    id uuid not null default gen_random_uuid()
        constraint prices_pkey primary key,
    provider ai.provider not null,
    model ai.model not null,
    service_tier ai.service_tier not null default 'standard',
    rates ai.rates not null,
    above_input_tokens ai.tokens,
    rates_above ai.rates,
    effective tstzrange not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint prices_model_fkey
        foreign key (provider, model) references ai.models (provider, model),
    constraint prices_sells_input check ((rates).input is not null),
    constraint prices_above_a_threshold_has_rates check (
        (above_input_tokens is null) = ((rates_above).input is null)
        and ((rates_above).output is null) = (above_input_tokens is null or (rates).output is null)
        and (above_input_tokens is null or above_input_tokens > 0)
    ),
    constraint prices_effective_is_from_a_time_on check (
        not isempty(effective)
        and lower_inc(effective) and isfinite(lower(effective))
        and not upper_inc(effective) and (upper_inf(effective) or isfinite(upper(effective)))
    ),
    -- By a hash, as credits.prices does it.
    constraint prices_of_a_model_and_tier_do_not_overlap exclude using gist (
        int8range(
            hashtextextended(provider::text || ' ' || service_tier::text || ' ' || model::text, 0),
            hashtextextended(provider::text || ' ' || service_tier::text || ' ' || model::text, 0),
            '[]'
        ) with &&,
        effective with &&
    )
);

comment on table ai.prices is
    'What a model''s tokens cost and when. A price that was ever in force stays as it was; it only ends.';
comment on column ai.prices.above_input_tokens is
    'A call whose whole input, cached included, is above this costs rates_above for all its tokens.';
comment on column ai.prices.effective is
    'From when on, and until when, if another price follows.';

create index prices_provider_model_idx on ai.prices (provider, model, service_tier);

create table ai.budgets (
    id uuid not null default gen_random_uuid()
        constraint budgets_pkey primary key,
    user_id uuid
        constraint budgets_user_id_fkey references credits.accounts (user_id),
    api_key_id uuid
        constraint budgets_api_key_id_fkey references identity.api_keys (id),
    provider ai.provider,
    model ai.model,
    period ai.period not null,
    amount credits.balance not null,
    is_own boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint budgets_once_for_the_same_key unique nulls not distinct (
        user_id, api_key_id, provider, model, period, is_own
    ),
    constraint budgets_key_is_of_a_user check (api_key_id is null or user_id is not null),
    constraint budgets_model_is_of_a_provider check (model is null or provider is not null),
    constraint budgets_own_is_of_a_user check (not is_own or user_id is not null)
);

comment on table ai.budgets is
    'How many credits may be spent on model calls in a day or month of UTC. What is null is for all: without user_id, each user has the budget.';
comment on column ai.budgets.amount is 'Credits, held ones included; 0 allows nothing.';
comment on column ai.budgets.is_own is 'Set by the user, who may change it; else by an operator.';

create index budgets_api_key_id_idx on ai.budgets (api_key_id) where api_key_id is not null;

-- The row whose lock, with the account's, makes a budget exact.
create table ai.budget_counters (
    user_id uuid not null
        constraint budget_counters_user_id_fkey references credits.accounts (user_id),
    budget_id uuid not null
        constraint budget_counters_budget_id_fkey references ai.budgets (id) on delete cascade,
    starts_on date not null,
    held credits.balance not null default 0,
    spent credits.balance not null default 0,
    constraint budget_counters_pkey primary key (user_id, budget_id, starts_on)
) with (fillfactor = 70);

comment on table ai.budget_counters is
    'What of a budget is held and spent by the calls that were admitted in the period that starts_on begins. Sums of ai.calls.';

create index budget_counters_budget_id_idx on ai.budget_counters (budget_id);

-- One row a logical call, whatever its tries. No index has a column that settling changes, so that
-- notes and settling are heap-only updates.
create table ai.calls (
    user_id uuid not null
        constraint calls_user_id_fkey references credits.accounts (user_id),
    id uuid not null default gen_random_uuid(),
    api_key_id uuid,
    run_id uuid,
    provider ai.provider not null,
    model ai.model not null,
    operation ai.operation not null,
    service_tier ai.service_tier not null,
    price_id uuid not null,
    credits_per_usd numeric not null
        constraint calls_credits_per_usd_is_above_0
        check (credits_per_usd > 0 and credits_per_usd < 'Infinity'),
    reservation_id uuid,
    hold credits.balance not null,
    input_max bigint not null
        constraint calls_input_max_is_0_or_more check (input_max >= 0),
    -- squawk-ignore prefer-bigint-over-int
    output_cap integer
        constraint calls_output_cap_is_above_0 check (output_cap > 0),
    output_max bigint not null
        constraint calls_output_max_is_0_or_more check (output_max >= 0),
    digest bytea not null
        constraint calls_digest_is_32_bytes check (octet_length(digest) = 32),
    -- squawk-ignore prefer-bigint-over-int
    attempt integer not null default 1
        constraint calls_attempt_is_above_0 check (attempt > 0),
    earlier ai.usage[] not null default '{}',
    noted_at timestamptz not null,
    has_output boolean not null default false,
    output_bytes bigint not null default 0
        constraint calls_output_bytes_is_0_or_more check (output_bytes >= 0),
    input_tokens ai.tokens,
    cached_input_tokens ai.tokens,
    cache_write_5m_tokens ai.tokens,
    cache_write_1h_tokens ai.tokens,
    output_tokens ai.tokens,
    reasoning_tokens ai.tokens,
    outcome ai.outcome,
    basis text collate "C"
        constraint calls_basis_is_actual_or_estimated check (basis in ('actual', 'estimated')),
    cost credits.balance,
    charge credits.balance,
    is_capped boolean not null default false,
    is_uncollected boolean not null default false,
    raw_usage jsonb
        constraint calls_raw_usage_is_an_object_up_to_8_kb check (
            jsonb_typeof(raw_usage) = 'object' and octet_length(raw_usage::text) <= 8192
        ),
    provider_request_id text
        constraint calls_provider_request_id_is_1_to_200_characters
        check (length(provider_request_id) between 1 and 200),
    -- squawk-ignore prefer-bigint-over-int
    provider_status integer
        constraint calls_provider_status_is_3_digits check (provider_status between 100 and 999),
    latency_ms bigint
        constraint calls_latency_ms_is_0_or_more check (latency_ms >= 0),
    first_token_ms bigint
        constraint calls_first_token_ms_is_0_or_more check (first_token_ms >= 0),
    created_at timestamptz not null,
    settled_at timestamptz,
    constraint calls_pkey primary key (user_id, id),
    constraint calls_hold_has_a_reservation check ((hold > 0) = (reservation_id is not null)),
    constraint calls_charge_not_above_hold check (charge <= hold),
    constraint calls_settled_has_an_outcome_and_a_charge check (
        (settled_at is null) = (outcome is null) and (settled_at is null) = (charge is null)
        and (settled_at is null) = (cost is null) and (settled_at is not null or basis is null)
        and (cost is null or (cost > 0) <= (basis is not null))
    ),
    constraint calls_uncollected_is_not_charged check (not is_uncollected or charge = 0)
) with (fillfactor = 80);

comment on table ai.calls is
    'The receipt of each metered call: what was held, what came, what it cost and by which price. Charges can be recomputed from it (ai.verify).';
comment on column ai.calls.run_id is 'The chat run that it answers.';
comment on column ai.calls.service_tier is 'As it was asked for.';
comment on column ai.calls.price_id is
    'The price at admission, of the tier that the provider said it gave.';
comment on column ai.calls.hold is 'What it could cost at most, in credits.';
comment on column ai.calls.input_max is 'The estimate of its input tokens, from above.';
comment on column ai.calls.output_cap is
    'What the provider was told to write at most, for each candidate.';
comment on column ai.calls.output_max is 'output_cap for all candidates.';
comment on column ai.calls.digest is 'SHA-256 of route and body, by which a retry is known.';
comment on column ai.calls.attempt is 'Which try of the client is the last.';
comment on column ai.calls.earlier is
    'What earlier tries used, as far as it is known, each at its number.';
comment on column ai.calls.noted_at is 'When its instance last said that it runs.';
comment on column ai.calls.input_tokens is
    'These six are of the last try: what is known so far, and once settled what was charged.';
comment on column ai.calls.basis is
    'Whether the tokens are the provider''s own final count; null where nothing was charged for.';
comment on column ai.calls.cost is
    'What all tries cost by its price, in credits; charge is that, at most hold.';
comment on column ai.calls.is_capped is
    'Whether a count was impossible and was cut, or the cost was above the hold.';
comment on column ai.calls.is_uncollected is
    'Whether its reservation had ended when it was settled, so that nothing could be taken.';
comment on column ai.calls.raw_usage is 'What the provider counted, in its own words.';
comment on column ai.calls.latency_ms is 'Until the end of the answer.';

create index calls_created_at_idx on ai.calls (created_at);
create index calls_user_id_created_at_idx on ai.calls (user_id, created_at desc);

create table ai.sweeps (
    id boolean not null default true
        constraint sweeps_pkey primary key
        constraint sweeps_is_one_row check (id),
    swept_to timestamptz not null
);

comment on table ai.sweeps is
    'Up to when all calls are settled, so that looking for abandoned ones needs no index on what settling changes. One row.';

insert into ai.sweeps (swept_to) values ('-infinity');

alter table ai.settings enable row level security;
alter table ai.settings force row level security;
create policy "The owner keeps settings of models" on ai.settings
    for all to thin_owner using (true) with check (true);
alter table ai.media_tokens enable row level security;
alter table ai.media_tokens force row level security;
create policy "The owner keeps tokens of media" on ai.media_tokens
    for all to thin_owner using (true) with check (true);
alter table ai.models enable row level security;
alter table ai.models force row level security;
create policy "The owner keeps models" on ai.models
    for all to thin_owner using (true) with check (true);
alter table ai.model_limits enable row level security;
alter table ai.model_limits force row level security;
create policy "The owner keeps limits of models" on ai.model_limits
    for all to thin_owner using (true) with check (true);
alter table ai.prices enable row level security;
alter table ai.prices force row level security;
create policy "The owner keeps prices of models" on ai.prices
    for all to thin_owner using (true) with check (true);
alter table ai.budgets enable row level security;
alter table ai.budgets force row level security;
create policy "The owner keeps budgets" on ai.budgets
    for all to thin_owner using (true) with check (true);
alter table ai.budget_counters enable row level security;
alter table ai.budget_counters force row level security;
create policy "The owner keeps counters of budgets" on ai.budget_counters
    for all to thin_owner using (true) with check (true);
alter table ai.calls enable row level security;
alter table ai.calls force row level security;
create policy "The owner keeps calls" on ai.calls
    for all to thin_owner using (true) with check (true);
alter table ai.sweeps enable row level security;
alter table ai.sweeps force row level security;
create policy "The owner keeps sweeps" on ai.sweeps
    for all to thin_owner using (true) with check (true);

create type ai.admission as (
    ordinality integer,
    error_code text,
    status integer,
    message text,
    details text,
    hint text,
    rate_policy text,
    rate_state text,
    user_id uuid,
    call_id uuid,
    attempt integer,
    output_cap integer,
    output_max bigint,
    input_max bigint,
    hold numeric,
    claims jsonb
);

create type ai.settlement as (
    ordinality integer,
    error_code text,
    charge numeric,
    basis text,
    is_capped boolean,
    outcome text
);

create type ai.violation as (
    user_id uuid,
    invariant text,
    subject text,
    expected numeric,
    actual numeric
);

comment on type ai.admission is
    'What became of a call that asked to be let in: the error that it is refused with, or its row, what to cap it by and what is held. claims are of the key that it came with.';
comment on type ai.settlement is
    'What a call cost in the end, or why it can''t be settled.';
comment on type ai.violation is 'An invariant of metered calls that does not hold, and where.';

insert into ops.rate_classes (id, description, requests, period) values
    ('model_calls', 'Calls of models.', 60, '1 minute');

insert into ops.rate_limits (kind, name, class) values
    ('route', 'POST /ai', 'model_calls'),
    ('view', 'ai_usage', 'balance_and_usage');

insert into identity.api_scopes (name, description) values
    ('ai:call', 'call models'),
    ('ai:read', 'read what model calls used and cost');

insert into identity.api_scope_objects (scope, object) values
    ('ai:call', 'ai.admit'),
    ('ai:read', 'api.ai_usage');

insert into ops.jobs (name, description, every, time_limit, statement) values
    (
        'model_calls', 'Settles model calls whose instance has died.', '30 seconds', '5 minutes',
        'select case when ai.settle_abandoned(500) = 500 then ''more'' end'
    );
