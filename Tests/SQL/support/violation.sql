-- The name of the constraint that p_sql violates, or of the column that it leaves null; null when
-- it is accepted.
create function tests.violation(p_sql text) returns text language plpgsql volatile as $$
declare
    v_constraint text;
    v_column text;
begin
    execute p_sql;
    -- Foreign keys too, whenever they are checked.
    set constraints all immediate;
    return null;
exception
    when integrity_constraint_violation then
        get stacked diagnostics v_constraint = constraint_name, v_column = column_name;
        return coalesce(nullif(v_constraint, ''), nullif(v_column, ''), sqlstate);
end
$$;
