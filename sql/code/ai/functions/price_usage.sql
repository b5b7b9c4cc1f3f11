-- By products with 10^-6, which are exact where quotients are not.
create or replace function ai.price_usage(p_rates ai.rates, p_usage ai.usage)
returns numeric
language sql
immutable
security invoker
begin atomic
    select
        (
            (p_usage).input * (p_rates).input
            + (p_usage).cached_input * coalesce((p_rates).cached_input, (p_rates).input)
            + (p_usage).cache_write_5m * coalesce((p_rates).cache_write_5m, (p_rates).input)
            + (p_usage).cache_write_1h
                * coalesce(
                    (p_rates).cache_write_1h,
                    greatest((p_rates).cache_write_5m, (p_rates).input)
                )
            + (p_usage).output * coalesce((p_rates).output, 0)
            + (p_usage).reasoning * coalesce((p_rates).reasoning, (p_rates).output, 0)
        ) * 0.000001
        + coalesce((p_rates).request, 0);
end;

comment on function ai.price_usage(ai.rates, ai.usage) is
    'What tokens cost by rates, in US dollars, exactly.';
