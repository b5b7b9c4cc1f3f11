-- What an instance says of a call when it asks for it, while it runs and when it has ended. Facts
-- of a provider's making are read with care: nothing in them may stop a call from being settled.
create type ai.call_request as (
    provider ai.provider,
    operation text,
    model ai.model,
    service_tier ai.service_tier,
    retry bigint,
    digest text,
    text_bytes bigint,
    dense_bytes bigint,
    parts bigint,
    media jsonb,
    inputs bigint,
    asked_output bigint,
    candidates bigint,
    asked_thinking bigint,
    caches_5m boolean,
    caches_1h boolean,
    paid_features text[],
    job_type credits.job_type,
    run_id uuid
);

create type ai.count as (
    usage ai.usage,
    is_capped boolean
);

create type ai.superseded as (
    call_id uuid,
    attempt integer
);

comment on type ai.call_request is 'What is read of a request for a model call.';
comment on type ai.count is
    'Tokens to charge for, and whether an impossible count among them was cut.';
comment on type ai.superseded is 'A try of a call whose client has begun another.';

create type ai.draft as (
    ordinality integer,
    call ai.calls,
    job_type text,
    held_for interval,
    tries_max integer,
    retried_within interval,
    is_retry boolean,
    has_budgets boolean
);

create type ai.ending as (
    ordinality integer,
    request_id text,
    user_id uuid,
    call_id uuid,
    attempt integer,
    outcome text,
    has_output boolean,
    usage ai.usage,
    is_final boolean,
    output_bytes bigint,
    raw_usage jsonb,
    provider_request_id text,
    provider_status integer,
    service_tier text,
    latency_ms bigint,
    first_token_ms bigint
);

comment on type ai.draft is
    'A call that may be made if there are credits for it, how long they are to be held, and until when it may be a retry of one that runs.';
comment on type ai.ending is 'How a try of a call ended, as its instance saw it.';

create type ai.reading as (
    request ai.call_request,
    field text,
    rule text
);

create type ai.decision as (
    admission ai.admission,
    draft ai.draft
);

comment on type ai.reading is 'A request as it was read, or the field at fault and the rule it breaks.';
comment on type ai.decision is
    'A refusal, or what is to become an admission of a draft; without a draft it is one.';
