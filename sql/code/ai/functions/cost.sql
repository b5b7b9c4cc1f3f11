create or replace function ai.cost(
    p_price ai.prices,
    p_usages ai.usage[],
    p_credits_per_usd numeric
)
returns numeric
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_usage ai.usage;
    v_usd numeric := 0;
begin
    foreach v_usage in array p_usages loop
        -- A try of which nothing is known.
        continue when v_usage.input is null;
        v_usd := v_usd + ai.price_usage(
            case
                when
                    v_usage.input + v_usage.cached_input
                    + v_usage.cache_write_5m + v_usage.cache_write_1h > p_price.above_input_tokens
                then p_price.rates_above
                else p_price.rates
            end,
            v_usage
        );
    end loop;
    return trim_scale(ceil(v_usd * p_credits_per_usd * 10000) * 0.0001);
end
$$;

comment on function ai.cost(ai.prices, ai.usage[], numeric) is
    'What the tries of a call cost by a price, in credits, rounded up to 4 decimals. A try whose whole input is above the price''s threshold costs the rates above it.';
