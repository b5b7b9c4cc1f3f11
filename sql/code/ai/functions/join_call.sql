-- A client that tries again has given up on its last try, which may not know it yet. What that one
-- used so far stays with the call; the hold covers all tries.
create or replace function ai.join_call(
    p_call ai.calls,
    p_request ai.call_request,
    p_user_id uuid,
    p_api_key_id uuid,
    p_settings ai.settings,
    p_at timestamptz
)
returns ai.calls
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_call ai.calls;
begin
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    select c.* into v_call
    from ai.calls c
    where
        c.user_id = p_user_id and c.created_at > p_at - p_settings.retried_within
        and c.digest = p_call.digest and c.settled_at is null
        and c.provider = p_request.provider and c.model = p_request.model
        and c.operation = p_request.operation and c.service_tier = p_request.service_tier
        and c.api_key_id is not distinct from p_api_key_id
        and c.run_id is not distinct from p_request.run_id
        and c.attempt < p_settings.tries_max
        -- As it was bound then: another cap or price would be another call.
        and c.output_cap is not distinct from p_call.output_cap and c.hold = p_call.hold
    order by c.created_at desc
    limit 1
    for no key update;
    if not found then
        return p_call;
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
    where c.user_id = p_user_id and c.id = v_call.id
    returning c.* into strict v_call;
    return v_call;
end
$$;

comment on function ai.join_call(ai.calls, ai.call_request, uuid, uuid, ai.settings, timestamptz) is
    'Begins the next try of the call that a request is a retry of; p_call as it is when there is none.';
