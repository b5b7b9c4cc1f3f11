create or replace view api.ai_models with (security_invoker = true) as
select
    m.provider,
    m.model,
    m.kind,
    m.max_input_tokens,
    m.max_output_tokens,
    m.may_reason,
    p.service_tier,
    trim_scale((p.rates).input * s.credits_per_usd) as input,
    trim_scale(
        coalesce((p.rates).cached_input, (p.rates).input) * s.credits_per_usd
    ) as cached_input,
    trim_scale(
        coalesce((p.rates).cache_write_5m, (p.rates).input) * s.credits_per_usd
    ) as cache_write_5m,
    trim_scale(
        coalesce((p.rates).cache_write_1h, (p.rates).input) * s.credits_per_usd
    ) as cache_write_1h,
    trim_scale((p.rates).output * s.credits_per_usd) as output,
    trim_scale(coalesce((p.rates).reasoning, (p.rates).output) * s.credits_per_usd) as reasoning,
    trim_scale(coalesce((p.rates).request, 0) * s.credits_per_usd) as request,
    p.above_input_tokens,
    trim_scale((p.rates_above).input * s.credits_per_usd) as above_input,
    trim_scale(
        coalesce((p.rates_above).cached_input, (p.rates_above).input) * s.credits_per_usd
    ) as above_cached_input,
    trim_scale(
        coalesce((p.rates_above).cache_write_5m, (p.rates_above).input) * s.credits_per_usd
    ) as above_cache_write_5m,
    trim_scale(
        coalesce((p.rates_above).cache_write_1h, (p.rates_above).input) * s.credits_per_usd
    ) as above_cache_write_1h,
    trim_scale((p.rates_above).output * s.credits_per_usd) as above_output,
    trim_scale(
        coalesce((p.rates_above).reasoning, (p.rates_above).output) * s.credits_per_usd
    ) as above_reasoning,
    lower(p.effective) as effective_at
from ai.models m
join ai.prices p on p.provider = m.provider and p.model = m.model
cross join ai.settings s
where m.is_enabled and p.effective @> clock_timestamp();

grant select on api.ai_models to authenticated, service_role;
comment on view api.ai_models is
    'The models that may be called, a row for each service tier: how many tokens they read and write, and the credits that 1,000,000 tokens cost, and a request; above above_input_tokens of input all tokens cost the above_ prices.';
