-- All input at the dearest rate that it may get, all output at that of output or reasoning.
create or replace function ai.worst_cost(
    p_price ai.prices,
    p_input_max bigint,
    p_output_max bigint,
    p_caches_5m boolean,
    p_caches_1h boolean,
    p_credits_per_usd numeric
)
returns numeric
language sql
immutable
security invoker
begin atomic
    select
        trim_scale(
            ceil(
                greatest(
                    0,
                    ai.worst_at_rates(
                        (p_price).rates, p_input_max, p_output_max, p_caches_5m, p_caches_1h
                    ),
                    case
                        when p_input_max > (p_price).above_input_tokens
                        then ai.worst_at_rates(
                            (p_price).rates_above, p_input_max, p_output_max, p_caches_5m, p_caches_1h
                        )
                    end
                ) * p_credits_per_usd * 10000
            ) * 0.0001
        );
end;

comment on function ai.worst_cost(ai.prices, bigint, bigint, boolean, boolean, numeric) is
    'What a call can cost at most by a price, in credits, rounded up to 4 decimals.';
