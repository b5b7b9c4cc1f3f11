-- Whatever a provider said, a call has to be settled: what can't be read is as if it had not been
-- said.
create or replace function ai.read_ending(p_ordinality integer, p_item jsonb)
returns ai.ending
language plpgsql
immutable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    c_uuid constant text := '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';
    v_usage ai.usage;
begin
    if
        jsonb_typeof(p_item) is distinct from 'object'
        or (p_item ->> 'user_id' ~ c_uuid and p_item ->> 'call_id' ~ c_uuid) is not true
        or ai.read_count(p_item -> 'attempt') < 1
        or (
            p_item ->> 'outcome' in (
                'completed', 'client_gone', 'refused', 'unreachable', 'timed_out', 'cut',
                'garbled', 'stopped'
            )
        ) is not true
    then
        return null;
    end if;

    v_usage := ai.read_usage(p_item -> 'usage');
    return row(
        p_ordinality,
        left(p_item ->> 'request_id', 200),
        (p_item ->> 'user_id')::uuid,
        (p_item ->> 'call_id')::uuid,
        ai.read_count(p_item -> 'attempt'),
        p_item ->> 'outcome',
        coalesce(p_item -> 'has_output' = 'true', false),
        v_usage,
        v_usage is not null and coalesce(p_item -> 'usage_is_final' = 'true', false),
        ai.read_count(p_item -> 'output_bytes'),
        case
            when
                jsonb_typeof(p_item -> 'raw_usage') = 'object'
                and octet_length(p_item ->> 'raw_usage') <= 8192
            then p_item -> 'raw_usage'
        end,
        nullif(left(p_item ->> 'provider_request_id', 200), ''),
        case
            when ai.read_count(p_item -> 'provider_status') between 100 and 999
            then ai.read_count(p_item -> 'provider_status')
        end,
        p_item ->> 'service_tier',
        case
            when jsonb_typeof(p_item -> 'latency_ms') = 'number'
            then ai.read_count(p_item -> 'latency_ms')
        end,
        case
            when jsonb_typeof(p_item -> 'first_token_ms') = 'number'
            then ai.read_count(p_item -> 'first_token_ms')
        end
    )::ai.ending;
end
$$;

comment on function ai.read_ending(integer, jsonb) is
    'Reads an item of ai.settle_many; null when it names no call, try or outcome.';
