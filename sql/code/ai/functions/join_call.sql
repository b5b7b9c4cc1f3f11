-- A client that tries again has given up on its last try, which may not know it yet. What that one
-- used so far stays with the call; the hold covers all tries. The caller has the account locked.
create or replace function ai.join_call(p_draft ai.draft)
returns ai.calls
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_new ai.calls := p_draft.call;
    v_call ai.calls;
begin
    select c.* into v_call
    from ai.calls c
    where
        c.user_id = v_new.user_id and c.created_at > v_new.created_at - p_draft.retried_within
        and c.digest = v_new.digest and c.settled_at is null
        and c.provider = v_new.provider and c.model = v_new.model
        and c.operation = v_new.operation and c.service_tier = v_new.service_tier
        and c.api_key_id is not distinct from v_new.api_key_id
        and c.run_id is not distinct from v_new.run_id
        and c.attempt < p_draft.tries_max
        -- As it was bound then: another cap or price would be another call.
        and c.price_id = v_new.price_id and c.hold = v_new.hold
        and c.output_cap is not distinct from v_new.output_cap
    order by c.created_at desc
    limit 1
    for no key update;
    if not found then
        return null;
    end if;

    if v_call.has_output or v_call.input_tokens is not null then
        v_call.earlier[v_call.attempt] := (ai.count_so_far(v_call)).usage;
    end if;
    update ai.calls c
    set
        attempt = c.attempt + 1,
        earlier = v_call.earlier,
        noted_at = clock_timestamp(),
        has_output = false,
        output_bytes = 0,
        input_tokens = null,
        cached_input_tokens = null,
        cache_write_5m_tokens = null,
        cache_write_1h_tokens = null,
        output_tokens = null,
        reasoning_tokens = null
    where c.user_id = v_call.user_id and c.id = v_call.id
    returning c.* into strict v_call;
    return v_call;
end
$$;

comment on function ai.join_call(ai.draft) is
    'Begins the next try of the running call that a request is a retry of; null when there is none.';
