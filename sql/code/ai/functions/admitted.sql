create or replace function ai.admitted(p_ordinality integer, p_call ai.calls)
returns ai.admission
language sql
immutable
security invoker
begin atomic
    select (
        p_ordinality, null, null, null, null, null, null, null, (p_call).user_id, (p_call).id,
        (p_call).attempt, (p_call).output_cap, (p_call).output_max, (p_call).input_max,
        (p_call).hold, null
    )::ai.admission;
end;

comment on function ai.admitted(integer, ai.calls) is 'The answer to a call that is admitted.';
