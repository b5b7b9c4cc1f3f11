-- LiteLLM gives dollars for one token; decimals of JSON are numerics, so nothing is rounded.
-- Long-lived cache writes are those of an hour at Anthropic and of more than twelve at OpenAI.
create or replace function ai.imported_rates(p_entry jsonb, p_suffix text)
returns ai.rates
language sql
immutable
security invoker
begin atomic
    select row(
        trim_scale((p_entry ->> ('input_cost_per_token' || p_suffix))::numeric * 1000000),
        trim_scale((p_entry ->> ('cache_read_input_token_cost' || p_suffix))::numeric * 1000000),
        trim_scale(
            (p_entry ->> ('cache_creation_input_token_cost' || p_suffix))::numeric * 1000000
        ),
        trim_scale(
            coalesce(
                p_entry ->> ('cache_creation_input_token_cost_above_1hr' || p_suffix),
                p_entry ->> ('cache_creation_input_token_cost_above_12hr' || p_suffix)
            )::numeric * 1000000
        ),
        trim_scale((p_entry ->> ('output_cost_per_token' || p_suffix))::numeric * 1000000),
        trim_scale(
            (p_entry ->> ('output_cost_per_reasoning_token' || p_suffix))::numeric * 1000000
        ),
        trim_scale((p_entry ->> ('input_cost_per_request' || p_suffix))::numeric)
    )::ai.rates;
end;

comment on function ai.imported_rates(jsonb, text) is
    'The rates of an entry of LiteLLM''s price file, under the keys that end with p_suffix, such as _above_200k_tokens_flex.';
