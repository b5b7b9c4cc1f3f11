create or replace view ai.all_calls with (security_invoker = true) as
select
    c.user_id,
    c.id,
    c.api_key_id,
    c.run_id,
    c.provider,
    c.model,
    c.operation,
    c.service_tier,
    c.attempt,
    c.input_tokens,
    c.cached_input_tokens,
    c.cache_write_5m_tokens,
    c.cache_write_1h_tokens,
    c.output_tokens,
    c.reasoning_tokens,
    c.hold,
    c.charge,
    c.basis,
    c.is_capped,
    c.outcome,
    c.latency_ms,
    c.first_token_ms,
    c.provider_request_id,
    c.created_at,
    c.settled_at
from ai.calls c
union all
select
    a.user_id,
    a.id,
    a.api_key_id,
    a.run_id,
    a.provider,
    a.model,
    a.operation,
    a.service_tier,
    a.attempt,
    a.input_tokens,
    a.cached_input_tokens,
    a.cache_write_5m_tokens,
    a.cache_write_1h_tokens,
    a.output_tokens,
    a.reasoning_tokens,
    a.hold,
    a.charge,
    a.basis,
    a.is_capped,
    a.outcome,
    a.latency_ms,
    a.first_token_ms,
    a.provider_request_id,
    a.created_at,
    a.settled_at
from ai.archived_calls a;

grant select on ai.all_calls to authenticated, service_role;
comment on view ai.all_calls is
    'Receipts of model calls, wherever they are kept. Never raw_usage, digest or price.';
