-- Reckons only: what the call will be once its credits have moved as it says.
create or replace function ai.end_call(
    p_call ai.calls,
    p_price ai.prices,
    p_ending ai.ending,
    p_at timestamptz
)
returns ai.calls
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_call ai.calls := p_call;
    v_price ai.prices := p_price;
    v_given ai.prices;
    v_usage ai.usage := p_ending.usage;
    v_count ai.count;
    v_is_free boolean;
begin
    if p_ending.outcome = 'abandoned' then
        v_count := ai.count_so_far(p_call);
        v_is_free := not p_call.has_output and p_call.input_tokens is null;
    else
        if
            v_usage is null and p_call.input_tokens is not null
            and p_ending.attempt = p_call.attempt
        then
            -- What was noted is known, also where the end of the call says nothing.
            v_usage := row(
                p_call.input_tokens, p_call.cached_input_tokens, p_call.cache_write_5m_tokens,
                p_call.cache_write_1h_tokens, p_call.output_tokens, p_call.reasoning_tokens
            );
        end if;
        v_count := ai.count_tokens(
            v_usage, p_ending.is_final, p_ending.output_bytes, p_call.input_max, p_call.output_max
        );
        v_is_free :=
            not p_ending.has_output
            and (
                p_ending.outcome in ('refused', 'unreachable')
                or p_ending.outcome in ('timed_out', 'garbled', 'cut') and v_usage is null
            );
        v_call.has_output := p_ending.has_output;
        v_call.output_bytes := greatest(p_call.output_bytes, p_ending.output_bytes);
    end if;
    if v_is_free then
        v_count := null;
    end if;

    v_call.input_tokens := (v_count.usage).input;
    v_call.cached_input_tokens := (v_count.usage).cached_input;
    v_call.cache_write_5m_tokens := (v_count.usage).cache_write_5m;
    v_call.cache_write_1h_tokens := (v_count.usage).cache_write_1h;
    v_call.output_tokens := (v_count.usage).output;
    v_call.reasoning_tokens := (v_count.usage).reasoning;

    -- It is charged by the tier that was given, where that has a price.
    if p_ending.service_tier <> p_call.service_tier then
        select p.* into v_given
        from ai.prices p
        where
            p.provider = p_call.provider and p.model = p_call.model
            and p.service_tier = p_ending.service_tier and p.effective @> p_call.created_at;
        if found then
            v_price := v_given;
        end if;
    end if;
    v_call.price_id := v_price.id;
    v_call.cost := ai.cost(
        v_price,
        p_call.earlier || case when not v_is_free then v_count.usage end,
        p_call.credits_per_usd
    );
    v_call.charge := least(v_call.cost, p_call.hold);
    v_call.is_capped := coalesce(v_count.is_capped, false) or v_call.cost > p_call.hold;
    v_call.basis := case
        when v_is_free and p_call.earlier = '{}' then null
        when p_ending.is_final and not v_is_free and p_call.earlier = '{}' then 'actual'
        else 'estimated'
    end;
    v_call.outcome := p_ending.outcome;
    v_call.raw_usage := p_ending.raw_usage;
    v_call.provider_request_id := p_ending.provider_request_id;
    v_call.provider_status := p_ending.provider_status;
    v_call.latency_ms := p_ending.latency_ms;
    v_call.first_token_ms := p_ending.first_token_ms;
    v_call.settled_at := p_at;
    return v_call;
end
$$;

comment on function ai.end_call(ai.calls, ai.prices, ai.ending, timestamptz) is
    'What a try that ended makes of its call: tokens to charge for, cost, charge and basis, all null or 0 where nothing is charged for.';
