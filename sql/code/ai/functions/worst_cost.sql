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
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_rates ai.rates := p_price.rates;
    v_usd numeric := 0;
begin
    loop
        v_usd := greatest(
            v_usd,
            (
                p_input_max * greatest(
                    v_rates.input, v_rates.cached_input,
                    case when p_caches_5m then v_rates.cache_write_5m end,
                    case
                        when p_caches_1h
                        then coalesce(v_rates.cache_write_1h, v_rates.cache_write_5m)
                    end
                )
                + p_output_max * coalesce(greatest(v_rates.output, v_rates.reasoning), 0)
            ) * 0.000001
            + coalesce(v_rates.request, 0)
        );
        exit when
            p_price.above_input_tokens is null or p_input_max <= p_price.above_input_tokens
            or v_rates is not distinct from p_price.rates_above;
        v_rates := p_price.rates_above;
    end loop;
    return trim_scale(ceil(v_usd * p_credits_per_usd * 10000) * 0.0001);
end
$$;

comment on function ai.worst_cost(ai.prices, bigint, bigint, boolean, boolean, numeric) is
    'What a call can cost at most by a price, in credits, rounded up to 4 decimals.';
