-- The accounts are locked. Calls that are retries, cost nothing or have a budget come alone, so that
-- each sees what the one before it did.
create or replace function ai.hold_together(p_drafts ai.draft[])
returns ai.admission[]
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_draft ai.draft := p_drafts[1];
    v_call ai.calls := v_draft.call;
    v_period text;
    v_requests credits.reserve_request[];
    v_answer credits.reservation_answer;
    v_calls ai.calls[];
    v_admissions ai.admission[];
begin
    if v_draft.is_retry then
        v_call := ai.join_call(v_draft);
        if v_call.id is not null then
            return array[ai.admitted(v_draft.ordinality, v_call)];
        end if;
        v_call := v_draft.call;
    end if;
    if v_draft.has_budgets then
        v_period := ai.exceeded_budget(v_call);
        if v_period is not null then
            return array[ai.refuse(v_draft.ordinality, 'TH451', 'budget ' || v_period)];
        end if;
    end if;

    if v_call.hold = 0 then
        v_calls := array[v_call];
        v_admissions := array[ai.admitted(v_draft.ordinality, v_call)];
    else
        select
            array_agg(
                (
                    (d.call).user_id, (d.call).hold, d.job_type, (d.call).id::text, d.held_for, null,
                    (d.call).model, '{}', null
                )::credits.reserve_request
            )
        into v_requests
        from unnest(p_drafts) d;

        foreach v_answer in array credits.reserve_together(v_requests) loop
            v_draft := p_drafts[v_answer.ordinality];
            if v_answer.error_code is not null then
                v_admissions := v_admissions || ai.refuse(
                    v_draft.ordinality, v_answer.error_code, v_answer.error_detail, v_answer.error_hint
                );
            else
                v_call := v_draft.call;
                v_call.reservation_id := (v_answer.reservation).id;
                v_calls := v_calls || v_call;
                v_admissions := v_admissions || ai.admitted(v_draft.ordinality, v_call);
            end if;
        end loop;
    end if;

    insert into ai.calls select c.* from unnest(v_calls) c;
    if exists (select from ai.budget_counters) then
        perform ai.move_budgets(v_calls);
    end if;
    return v_admissions;
end
$$;

comment on function ai.hold_together(ai.draft[]) is
    'Holds what calls can cost, and writes them down: an admission or a refusal for each. Raises TH510, or a constraint''s error, when an account does not add up.';
