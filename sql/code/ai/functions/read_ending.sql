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
    v_ending ai.ending;
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

    v_ending.ordinality := p_ordinality;
    v_ending.request_id := left(p_item ->> 'request_id', 200);
    v_ending.user_id := (p_item ->> 'user_id')::uuid;
    v_ending.call_id := (p_item ->> 'call_id')::uuid;
    v_ending.attempt := ai.read_count(p_item -> 'attempt');
    v_ending.outcome := p_item ->> 'outcome';
    v_ending.has_output := coalesce(p_item -> 'has_output' = 'true', false);
    v_ending.usage := ai.read_usage(p_item -> 'usage');
    v_ending.is_final := v_ending.usage is not null
        and coalesce(p_item -> 'usage_is_final' = 'true', false);
    v_ending.output_bytes := ai.read_count(p_item -> 'output_bytes');
    if
        jsonb_typeof(p_item -> 'raw_usage') = 'object'
        and octet_length(p_item ->> 'raw_usage') <= 8192
    then
        v_ending.raw_usage := p_item -> 'raw_usage';
    end if;
    v_ending.provider_request_id := nullif(left(p_item ->> 'provider_request_id', 200), '');
    if ai.read_count(p_item -> 'provider_status') between 100 and 999 then
        v_ending.provider_status := ai.read_count(p_item -> 'provider_status');
    end if;
    v_ending.service_tier := p_item ->> 'service_tier';
    if jsonb_typeof(p_item -> 'latency_ms') = 'number' then
        v_ending.latency_ms := ai.read_count(p_item -> 'latency_ms');
    end if;
    if jsonb_typeof(p_item -> 'first_token_ms') = 'number' then
        v_ending.first_token_ms := ai.read_count(p_item -> 'first_token_ms');
    end if;
    return v_ending;
end
$$;

comment on function ai.read_ending(integer, jsonb) is
    'Reads an item of ai.settle_many; null when it names no call, try or outcome.';
