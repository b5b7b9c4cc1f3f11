-- Goes ahead of a request in the same trip, and commits: what was counted stays counted, whatever becomes of the
-- request. Only a procedure can, and only one that neither is a definer nor pins its path: every name is
-- qualified.
create or replace procedure ops.take_turn(
    p_targets text[],
    p_claims jsonb,
    p_address text,
    inout p_policy text default null,
    inout p_state text default null
)
language plpgsql
security invoker
as $$
declare
    v_turn ops.turn := ops.count_turn(p_targets, p_claims, p_address);
begin
    p_policy := v_turn.policy;
    p_state := v_turn.state;
    commit;
end
$$;

grant execute on procedure ops.take_turn(text[], jsonb, text, text, text) to authenticator;
comment on procedure ops.take_turn(text[], jsonb, text, text, text) is
    'ops.count_turn in a transaction of its own, as the first statement of a pipeline.';
