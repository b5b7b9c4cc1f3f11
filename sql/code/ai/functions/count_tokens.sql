-- A provider's final counts are taken as they are; else what is known so far, and at least what the
-- bytes of the answer come to. Whatever they say, they are cut to what the call can have been.
create or replace function ai.count_tokens(
    p_usage ai.usage,
    p_is_final boolean,
    p_output_bytes bigint,
    p_input_max bigint,
    p_output_max bigint
)
returns ai.count
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_usage ai.usage := p_usage;
    -- The estimate of an input is from above; four times of it is no estimate's fault.
    v_left bigint := least(4 * p_input_max, 1000000000);
    -- Providers pass their caps by a few tokens.
    v_output_limit bigint := least(p_output_max + p_output_max / 20 + 16, 1000000000);
    v_count ai.count;
begin
    if v_usage is null then
        v_usage := row(0, 0, 0, 0, 0, 0);
    end if;
    if p_is_final is not true or p_usage is null then
        if
            v_usage.input = 0 and v_usage.cached_input = 0
            and v_usage.cache_write_5m = 0 and v_usage.cache_write_1h = 0
        then
            v_usage.input := p_input_max;
        end if;
        v_usage.output := greatest(
            v_usage.output, ceil(p_output_bytes / 2.5) - greatest(v_usage.reasoning, 0)
        );
    end if;
    if p_output_max = 0 then
        v_output_limit := 0;
    end if;

    v_count.usage.input := least(greatest(v_usage.input, 0), v_left);
    v_left := v_left - (v_count.usage).input;
    v_count.usage.cached_input := least(greatest(v_usage.cached_input, 0), v_left);
    v_left := v_left - (v_count.usage).cached_input;
    v_count.usage.cache_write_5m := least(greatest(v_usage.cache_write_5m, 0), v_left);
    v_left := v_left - (v_count.usage).cache_write_5m;
    v_count.usage.cache_write_1h := least(greatest(v_usage.cache_write_1h, 0), v_left);
    v_count.usage.output := least(greatest(v_usage.output, 0), v_output_limit);
    v_count.usage.reasoning := least(
        greatest(v_usage.reasoning, 0), v_output_limit - (v_count.usage).output
    );
    v_count.is_capped := v_count.usage <> v_usage;
    return v_count;
end
$$;

comment on function ai.count_tokens(ai.usage, boolean, bigint, bigint, bigint) is
    'What to charge for: the provider''s final counts, or an estimate by what is known; cut to the call''s bounds, which is_capped says.';
