-- Race: settling, a retry, the sweep of abandoned calls and whatever moves the user's credits queue
-- on the account's row, which the caller has locked; the first to settle finds the call open, the
-- others find it settled. A call stands once among the endings.
create or replace function ai.settle_together(
    p_endings ai.ending[],
    p_at timestamptz default clock_timestamp(),
    p_not_noted_since timestamptz default null
)
returns ai.settlement[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_found record;
    v_call ai.calls;
    v_ending ai.ending;
    v_settlement ai.settlement;
    v_settlements ai.settlement[] := array[]::ai.settlement[];
    v_calls ai.calls[] := array[]::ai.calls[];
    v_confirms credits.confirm_request[] := array[]::credits.confirm_request[];
    v_releases credits.release_request[] := array[]::credits.release_request[];
    -- Where in v_calls and in v_settlements each of v_confirms has its own.
    v_call_indexes integer[] := array[]::integer[];
    v_settlement_indexes integer[] := array[]::integer[];
    v_answer credits.reservation_answer;
    v_index integer;
    -- Which request ended which reservation.
    v_request_ids jsonb := jsonb '{}';
    v_is_made_good boolean := false;
begin
    for v_found in
        select e as ending, c as call, p as price
        from unnest(p_endings) e
        left join ai.calls c on c.user_id = e.user_id and c.id = e.call_id
        left join ai.prices p on p.id = c.price_id
    loop
        v_ending := v_found.ending;
        v_call := v_found.call;
        v_settlement := null;
        v_settlement.ordinality := v_ending.ordinality;
        if v_call.id is null then
            v_settlement.error_code := 'TH404';
        elsif v_call.settled_at is not null then
            v_settlement.charge := v_call.charge;
            v_settlement.basis := v_call.basis;
            v_settlement.is_capped := v_call.is_capped;
            v_settlement.outcome := v_call.outcome;
        elsif v_ending.attempt > v_call.attempt then
            v_settlement.error_code := 'TH001';
        elsif v_call.noted_at >= p_not_noted_since then
            -- It is alive after all.
            null;
        elsif v_ending.attempt < v_call.attempt then
            -- The client goes on with a later try, which settles for all of them.
            v_call := ai.end_call(v_call, v_found.price, v_ending, p_at);
            if v_call.input_tokens is not null then
                update ai.calls c
                set earlier[v_ending.attempt] = row(
                    v_call.input_tokens, v_call.cached_input_tokens, v_call.cache_write_5m_tokens,
                    v_call.cache_write_1h_tokens, v_call.output_tokens, v_call.reasoning_tokens
                )::ai.usage
                where c.user_id = v_call.user_id and c.id = v_call.id;
            end if;
            v_settlement.outcome := v_ending.outcome;
        else
            v_call := ai.end_call(v_call, v_found.price, v_ending, p_at);
            v_calls := v_calls || v_call;
            if v_call.reservation_id is not null then
                v_request_ids := jsonb_set(
                    v_request_ids, array[v_call.reservation_id::text],
                    coalesce(to_jsonb(v_ending.request_id), 'null')
                );
            end if;
            v_is_made_good := v_is_made_good
                or v_call.charge > 0 and v_call.outcome in ('cut', 'garbled', 'timed_out');
            if v_call.charge > 0 then
                v_confirms := v_confirms || (
                    v_call.user_id, v_call.reservation_id, v_call.charge, 'reject', null
                )::credits.confirm_request;
                v_call_indexes := v_call_indexes || cardinality(v_calls);
                v_settlement_indexes := v_settlement_indexes || cardinality(v_settlements) + 1;
            elsif v_call.hold > 0 then
                v_releases := v_releases || (
                    v_call.user_id, v_call.reservation_id, v_call.outcome
                )::credits.release_request;
            end if;
            v_settlement.charge := v_call.charge;
            v_settlement.basis := v_call.basis;
            v_settlement.is_capped := v_call.is_capped;
            v_settlement.outcome := v_call.outcome;
        end if;
        v_settlements := v_settlements || v_settlement;
    end loop;
    if v_calls = '{}' then
        return v_settlements;
    end if;

    -- For the audit log.
    perform set_config('request.ids', coalesce(nullif(v_request_ids, '{}')::text, ''), true);
    if v_confirms <> '{}' then
        foreach v_answer in array credits.confirm_together(v_confirms) loop
            if v_answer.error_code in ('TH404', 'TH410', 'TH411') then
                -- Its time is over, or somebody has settled it by hand: nothing is left to take.
                v_index := v_call_indexes[v_answer.ordinality];
                v_calls[v_index].is_uncollected := true;
                v_calls[v_index].charge := 0;
                v_settlements[v_settlement_indexes[v_answer.ordinality]].charge := 0;
            elsif v_answer.error_code is not null then
                perform ops.fail(
                    'TH510', format('A charge was refused with %s.', v_answer.error_code)
                );
            end if;
        end loop;
    end if;
    if v_releases <> '{}' then
        foreach v_answer in array credits.release_together(v_releases) loop
            if v_answer.error_code not in ('TH404', 'TH410', 'TH411') then
                perform ops.fail(
                    'TH510', format('A release was refused with %s.', v_answer.error_code)
                );
            end if;
        end loop;
    end if;

    update ai.calls c
    set
        price_id = n.price_id,
        has_output = n.has_output,
        output_bytes = n.output_bytes,
        input_tokens = n.input_tokens,
        cached_input_tokens = n.cached_input_tokens,
        cache_write_5m_tokens = n.cache_write_5m_tokens,
        cache_write_1h_tokens = n.cache_write_1h_tokens,
        output_tokens = n.output_tokens,
        reasoning_tokens = n.reasoning_tokens,
        outcome = n.outcome,
        basis = n.basis,
        cost = n.cost,
        charge = n.charge,
        is_capped = n.is_capped,
        is_uncollected = n.is_uncollected,
        raw_usage = n.raw_usage,
        provider_request_id = n.provider_request_id,
        provider_status = n.provider_status,
        latency_ms = n.latency_ms,
        first_token_ms = n.first_token_ms,
        settled_at = n.settled_at
    from unnest(v_calls) n
    where c.user_id = n.user_id and c.id = n.id;

    if exists (select from ai.budget_counters) then
        perform ai.move_budgets(v_calls);
    end if;

    -- What was charged for an answer that nobody could use is made good.
    if v_is_made_good then
        for v_call in
            select c.*
            from unnest(v_calls) c
            where c.charge > 0 and c.outcome in ('cut', 'garbled', 'timed_out')
        loop
            perform credits.queue_compensation(
                p_user_id => v_call.user_id,
                p_reservation_id => v_call.reservation_id,
                p_reason => case v_call.outcome
                    when 'cut' then 'The model''s answer was cut off.'
                    when 'garbled' then 'The model''s answer could not be read.'
                    else 'The model did not finish in time.'
                end
            );
        end loop;
    end if;
    return v_settlements;
end
$$;

comment on function ai.settle_together(ai.ending[], timestamptz, timestamptz) is
    'Ends tries of different calls, and with the last one the call: charges what all tries used, at most the hold, and returns the rest. A call that is settled answers what it was settled with, changed by nothing; one that was noted since p_not_noted_since answers nothing. Raises TH510, or a constraint''s error, when an account does not add up.';
