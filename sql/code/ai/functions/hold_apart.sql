create or replace function ai.hold_apart(p_draft ai.draft)
returns ai.admission
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    return (ai.hold_together(array[p_draft]))[1];
exception
    when foreign_key_violation then
        return ai.refuse(p_draft.ordinality, 'TH404', 'account');
    when sqlstate 'TH510' or integrity_constraint_violation then
        return ai.refuse(p_draft.ordinality, 'TH510');
end
$$;

comment on function ai.hold_apart(ai.draft) is
    'Holds what one call can cost, by itself, and answers also what ai.hold_together would raise.';
