-- Numbers of any size are cut to what bigint holds, and told apart later; what is no whole number
-- makes all of it unreadable.
create or replace function ai.read_usage(p_usage jsonb)
returns ai.usage
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_kinds constant text[] := array[
        'input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'output', 'reasoning'
    ];
    v_counts bigint[] := array[0, 0, 0, 0, 0, 0]::bigint[];
    v_value jsonb;
    v_count numeric;
    v_usage ai.usage;
begin
    if jsonb_typeof(p_usage) is distinct from 'object' then
        return null;
    end if;
    for v_index in 1 .. 6 loop
        v_value := p_usage -> c_kinds[v_index];
        if jsonb_typeof(v_value) = 'number' then
            v_count := v_value::numeric;
            if v_count <> trunc(v_count) then
                return null;
            end if;
            v_counts[v_index] := greatest(least(v_count, 1000000001), -1);
        elsif v_value <> 'null' then
            return null;
        end if;
    end loop;
    v_usage := row(v_counts[1], v_counts[2], v_counts[3], v_counts[4], v_counts[5], v_counts[6]);
    return v_usage;
end
$$;

comment on function ai.read_usage(jsonb) is
    'The six counts of p_usage, 0 where one is missing; null where there is none or it can''t be read. Impossible ones come as -1 or 1,000,000,001.';
