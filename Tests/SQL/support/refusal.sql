-- What p_sql is refused with: SQLSTATE and detail; null when it isn't.
create function tests.refusal(p_sql text) returns text language plpgsql volatile as $$
declare
    v_detail text;
begin
    execute p_sql;
    return null;
exception
    when others then
        get stacked diagnostics v_detail = pg_exception_detail;
        return concat_ws(' ', sqlstate, nullif(v_detail, ''));
end
$$;
