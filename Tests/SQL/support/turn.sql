-- What counting for the planted view comes to: what is told, or the refusal.
create function tests.turn(
    p_claims jsonb, p_address text default null, p_targets text[] default '{view planted}'
) returns text language plpgsql volatile as $$
declare
    v_detail text;
    v_hint text;
begin
    return (select t.policy || ' ' || t.state from ops.count_turn(p_targets, p_claims, p_address) t);
exception
    when sqlstate 'TH429' then
        get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
        return concat_ws(' ', sqlstate, v_detail, v_hint);
end
$$;
