-- Race: settling, a retry, the sweep of abandoned calls and whatever moves the user's credits queue on
-- the account's row; the first to settle finds the call open, the others find it settled.
create or replace function ai.settle_call(
    p_user_id uuid,
    p_call_id uuid,
    p_attempt integer,
    p_ending jsonb,
    p_at timestamptz default clock_timestamp(),
    p_not_noted_since timestamptz default null
)
returns ai.settlement
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_found record;
    v_call ai.calls;
    v_price ai.prices;
    v_settlement ai.settlement;
    v_outcome text := p_ending ->> 'outcome';
    v_has_output boolean := coalesce(p_ending -> 'has_output' = 'true', false);
    v_is_final boolean := coalesce(p_ending -> 'usage_is_final' = 'true', false);
    v_usage ai.usage;
    v_count ai.count;
    v_raw_usage jsonb;
    v_is_free boolean;
begin
    with account as materialized (
        select a.user_id from credits.accounts a where a.user_id = p_user_id for no key update
    )
    select c as call, p as price
    into v_found
    from account a
    join ai.calls c on c.user_id = a.user_id and c.id = p_call_id
    join ai.prices p on p.id = c.price_id
    for no key update of c;
    if not found then
        v_settlement.error_code := 'TH404';
        return v_settlement;
    end if;
    v_call := v_found.call;
    v_price := v_found.price;

    if v_call.settled_at is not null then
        v_settlement.charge := v_call.charge;
        v_settlement.basis := v_call.basis;
        v_settlement.is_capped := v_call.is_capped;
        v_settlement.outcome := v_call.outcome;
        return v_settlement;
    elsif p_attempt is null or p_attempt not between 1 and v_call.attempt then
        v_settlement.error_code := 'TH001';
        return v_settlement;
    elsif v_call.noted_at >= p_not_noted_since then
        return v_settlement;
    end if;

    v_usage := ai.read_usage(p_ending -> 'usage');
    if v_outcome = 'abandoned' then
        v_has_output := v_call.has_output;
        v_count := ai.count_so_far(v_call);
        v_is_free := not v_has_output and v_call.input_tokens is null;
    else
        if p_attempt = v_call.attempt and v_usage is null and v_call.input_tokens is not null then
            -- What was noted is known, also where the end of the call says nothing.
            v_usage := row(
                v_call.input_tokens, v_call.cached_input_tokens, v_call.cache_write_5m_tokens,
                v_call.cache_write_1h_tokens, v_call.output_tokens, v_call.reasoning_tokens
            );
            v_is_final := false;
        end if;
        v_is_final := v_is_final and v_usage is not null;
        v_count := ai.count_tokens(
            v_usage, v_is_final, ai.read_count(p_ending -> 'output_bytes'),
            v_call.input_max, v_call.output_max
        );
        v_is_free :=
            not v_has_output
            and (
                v_outcome in ('refused', 'unreachable')
                or v_outcome in ('timed_out', 'garbled', 'cut') and v_usage is null
            );
    end if;
    if v_is_free then
        v_count.usage := null;
        v_count.is_capped := false;
    end if;

    if p_attempt < v_call.attempt then
        -- The client goes on with a later try, which settles for all of them.
        if not v_is_free then
            update ai.calls c
            set earlier[p_attempt] = v_count.usage
            where c.user_id = p_user_id and c.id = p_call_id;
        end if;
        v_settlement.is_capped := v_count.is_capped;
        v_settlement.outcome := v_outcome;
        return v_settlement;
    end if;

    if p_ending ->> 'service_tier' is distinct from v_call.service_tier then
        -- It is charged by what was given, where that has a price.
        select p.* into v_found
        from ai.prices p
        where
            p.provider = v_call.provider and p.model = v_call.model
            and p.service_tier = p_ending ->> 'service_tier' and p.effective @> v_call.created_at;
        if found then
            v_price := v_found;
        end if;
    end if;

    v_call.cost := ai.cost(v_price, v_call.earlier || v_count.usage, v_call.credits_per_usd);
    v_call.charge := least(v_call.cost, v_call.hold);
    v_call.is_capped := v_count.is_capped or v_call.cost > v_call.hold;
    v_call.basis := case
        when v_is_final and not v_is_free and v_call.earlier = '{}' then 'actual'
        when not v_is_free or v_call.earlier <> '{}' then 'estimated'
    end;

    if v_call.reservation_id is not null then
        begin
            if v_call.charge > 0 then
                perform from credits.confirm(p_user_id, v_call.reservation_id, v_call.charge);
            else
                perform from credits.release(p_user_id, v_call.reservation_id, v_outcome);
            end if;
        exception
            -- Its time is over, or somebody has settled it by hand: nothing is left to take.
            when sqlstate 'TH404' or sqlstate 'TH410' or sqlstate 'TH411' then
                v_call.is_uncollected := v_call.charge > 0;
                v_call.charge := 0;
        end;
    end if;

    v_raw_usage := p_ending -> 'raw_usage';
    if jsonb_typeof(v_raw_usage) <> 'object' or octet_length(v_raw_usage::text) > 8192 then
        v_raw_usage := null;
    end if;
    update ai.calls c
    set
        price_id = v_price.id,
        has_output = v_has_output,
        output_bytes = greatest(c.output_bytes, ai.read_count(p_ending -> 'output_bytes')),
        input_tokens = (v_count.usage).input,
        cached_input_tokens = (v_count.usage).cached_input,
        cache_write_5m_tokens = (v_count.usage).cache_write_5m,
        cache_write_1h_tokens = (v_count.usage).cache_write_1h,
        output_tokens = (v_count.usage).output,
        reasoning_tokens = (v_count.usage).reasoning,
        outcome = v_outcome,
        basis = v_call.basis,
        cost = v_call.cost,
        charge = v_call.charge,
        is_capped = v_call.is_capped,
        is_uncollected = v_call.is_uncollected,
        raw_usage = v_raw_usage,
        provider_request_id = nullif(left(p_ending ->> 'provider_request_id', 200), ''),
        provider_status = case
            when ai.read_count(p_ending -> 'provider_status') between 100 and 999
            then ai.read_count(p_ending -> 'provider_status')
        end,
        latency_ms = case
            when jsonb_typeof(p_ending -> 'latency_ms') = 'number'
            then ai.read_count(p_ending -> 'latency_ms')
        end,
        first_token_ms = case
            when jsonb_typeof(p_ending -> 'first_token_ms') = 'number'
            then ai.read_count(p_ending -> 'first_token_ms')
        end,
        settled_at = p_at
    where c.user_id = p_user_id and c.id = p_call_id;

    if v_call.hold > 0 then
        perform ai.move_budgets(
            p_user_id, v_call.api_key_id, v_call.provider, v_call.model, v_call.created_at,
            -v_call.hold, v_call.charge
        );
    end if;
    if v_call.charge > 0 and v_has_output and v_outcome in ('cut', 'garbled', 'timed_out') then
        perform from credits.queue_compensation(
            p_user_id, v_call.reservation_id, null, 'The model''s answer was ' || case v_outcome
                when 'cut' then 'cut off.'
                when 'garbled' then 'unreadable.'
                else 'not finished in time.'
            end
        );
    end if;

    v_settlement.charge := v_call.charge;
    v_settlement.basis := v_call.basis;
    v_settlement.is_capped := v_call.is_capped;
    v_settlement.outcome := v_outcome;
    return v_settlement;
end
$$;

comment on function ai.settle_call(uuid, uuid, integer, jsonb, timestamptz, timestamptz) is
    'Ends a try of a call, and with the last one the call: charges what all tries used, at most the hold, and returns the rest. A call that is settled answers what it was settled with, changed by nothing; one that was noted since p_not_noted_since answers nothing.';
