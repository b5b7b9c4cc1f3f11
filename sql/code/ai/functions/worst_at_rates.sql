create or replace function ai.worst_at_rates(
    p_rates ai.rates,
    p_input_max bigint,
    p_output_max bigint,
    p_caches_5m boolean,
    p_caches_1h boolean
)
returns numeric
language sql
immutable
security invoker
begin atomic
    select
        (
            p_input_max * greatest(
                (p_rates).input, (p_rates).cached_input,
                case when p_caches_5m then (p_rates).cache_write_5m end,
                case
                    when p_caches_1h
                    then coalesce((p_rates).cache_write_1h, (p_rates).cache_write_5m)
                end
            )
            + p_output_max * coalesce(greatest((p_rates).output, (p_rates).reasoning), 0)
        ) * 0.000001
        + coalesce((p_rates).request, 0);
end;

comment on function ai.worst_at_rates(ai.rates, bigint, bigint, boolean, boolean) is
    'What tokens can cost at most by rates, in US dollars, exactly.';
