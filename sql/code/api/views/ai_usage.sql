create or replace view api.ai_usage with (security_invoker = true) as
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
from ai.all_calls c;

grant select on api.ai_usage to authenticated, service_role;
comment on view api.ai_usage is
    'The receipt of each model call of the user: what was held, what was used, what it cost. Without outcome while it runs. Read in pages of up to 100.';
