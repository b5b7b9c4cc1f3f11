-- In a subtransaction, so that an event that fails has no effect and is kept all the same. What the next attempt would
-- not find again (a deadlock, a lock's or a statement's time limit, no memory) fails the call instead: then Stripe, or
-- the job, comes back with it.
create or replace function billing.run_stripe_event(p_event billing.stripe_events)
returns billing.stripe_events
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_outcome text;
    v_state text;
    v_message text;
    v_error text;
    v_event billing.stripe_events;
begin
    begin
        v_outcome := billing.apply_stripe_event(p_event);
    exception
        -- Of class TH are those of the registry.
        when sqlstate 'TH000' or data_exception or integrity_constraint_violation or cardinality_violation
            or plpgsql_error or syntax_error_or_access_rule_violation then
            get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
            v_error := left(v_state || ' ' || v_message, 500);
    end;

    update billing.stripe_events e
    set
        status = case
            when v_error is not null then 'failed'
            when v_outcome is null then 'processed'
            when v_outcome in ('ignored', 'unmatched') then v_outcome
            else 'refused'
        end,
        reason = case when v_error is null and v_outcome not in ('ignored', 'unmatched') then v_outcome end,
        error = v_error,
        next_attempt_at = case
            when v_error is not null and e.attempts < 12
                then clock_timestamp() + ops.retry_pause(e.attempts, '12 hours')
        end,
        settled_at = clock_timestamp()
    where e.id = p_event.id
    returning e.* into strict v_event;

    -- Of somebody who has gone nothing is kept but that it came.
    if
        v_event.next_attempt_at is null
        and exists (
            select
            from billing.mentions_of(p_event.payload) m (user_id)
            join ops.erasures d on d.user_id = m.user_id
        )
    then
        perform billing.erase_event(v_event.id);
    end if;
    return v_event;
end
$$;

comment on function billing.run_stripe_event(billing.stripe_events) is
    'Does what an event in the inbox says, and notes there what came of it.';
