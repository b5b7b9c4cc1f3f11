create or replace function ai.settle_apart(
    p_ending ai.ending,
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
    v_settlement ai.settlement;
begin
    return (ai.settle_together(array[p_ending], p_at, p_not_noted_since))[1];
exception
    when sqlstate 'TH510' or integrity_constraint_violation then
        v_settlement.ordinality := p_ending.ordinality;
        v_settlement.error_code := 'TH510';
        return v_settlement;
end
$$;

comment on function ai.settle_apart(ai.ending, timestamptz, timestamptz) is
    'Settles one call by itself, and answers also what ai.settle_together would raise.';
