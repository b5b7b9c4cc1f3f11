-- The accounts are locked where a draft has budgets. A call that is a retry or costs nothing comes alone. Budgets are taken
-- in order before credits, and given back where there are none.
create or replace function ai.hold_together(p_drafts ai.draft[])
returns ai.admission[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_draft ai.draft;
    v_call ai.calls;
    v_period text;
    v_held ai.draft[] := array[]::ai.draft[];
    v_requests credits.reserve_request[] := array[]::credits.reserve_request[];
    v_answer credits.reservation_answer;
    v_calls ai.calls[] := array[]::ai.calls[];
    v_uncounted ai.calls[] := array[]::ai.calls[];
    v_admissions ai.admission[] := array[]::ai.admission[];
begin
    if (p_drafts[1]).is_retry then
        v_call := ai.join_call(p_drafts[1]);
        if v_call.id is not null then
            return array[ai.admitted((p_drafts[1]).ordinality, v_call)];
        end if;
    end if;

    foreach v_draft in array p_drafts loop
        if v_draft.has_budgets then
            v_period := ai.take_budgets(v_draft.call);
            if v_period is not null then
                v_admissions := v_admissions
                    || ai.refuse(v_draft.ordinality, 'TH451', 'budget ' || v_period);
                continue;
            end if;
        end if;
        v_held := v_held || v_draft;
        v_call := v_draft.call;
        if v_call.hold > 0 then
            v_requests := v_requests || (
                v_call.user_id, v_call.hold, v_draft.job_type, v_call.id::text, v_draft.held_for,
                null, v_call.model, '{}', null
            )::credits.reserve_request;
        end if;
    end loop;
    if v_held = '{}' then
        return v_admissions;
    end if;

    if v_requests = '{}' then
        v_draft := v_held[1];
        v_calls := array[v_draft.call];
        v_admissions := array[ai.admitted(v_draft.ordinality, v_draft.call)];
    else
        foreach v_answer in array credits.reserve_together(v_requests) loop
            v_draft := v_held[v_answer.ordinality];
            v_call := v_draft.call;
            if v_answer.error_code is null then
                v_call.reservation_id := (v_answer.reservation).id;
                v_calls := v_calls || v_call;
                v_admissions := v_admissions || ai.admitted(v_draft.ordinality, v_call);
                if not v_draft.has_budgets then
                    v_uncounted := v_uncounted || v_call;
                end if;
            else
                v_admissions := v_admissions || ai.refuse(
                    v_draft.ordinality, v_answer.error_code, v_answer.error_detail,
                    v_answer.error_hint
                );
                if v_draft.has_budgets then
                    -- As of a call that was settled for nothing.
                    v_call.charge := 0;
                    v_call.settled_at := v_call.created_at;
                    v_uncounted := v_uncounted || v_call;
                end if;
            end if;
        end loop;
    end if;

    insert into ai.calls select c.* from unnest(v_calls) c;
    -- Also of calls that had no budget when they were drafted: one may have been set since.
    if v_uncounted <> '{}' and exists (select from ai.budget_counters) then
        perform ai.move_budgets(v_uncounted);
    end if;
    return v_admissions;
end
$$;

comment on function ai.hold_together(ai.draft[]) is
    'Holds what calls can cost, and writes them down: an admission or a refusal for each. Raises TH510, or a constraint''s error, when an account does not add up.';
