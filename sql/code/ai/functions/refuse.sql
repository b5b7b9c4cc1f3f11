create or replace function ai.refuse(
    p_ordinality integer,
    p_code text,
    p_details text default null,
    p_hint text default null
)
returns ai.admission
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_admission ai.admission;
begin
    v_admission.ordinality := p_ordinality;
    v_admission.error_code := p_code;
    v_admission.details := p_details;
    v_admission.hint := p_hint;
    select e.http_status, e.message
    into strict v_admission.status, v_admission.message
    from ops.error_codes e
    where e.code = p_code;
    return v_admission;
end
$$;

comment on function ai.refuse(integer, text, text, text) is
    'The answer to a call that isn''t admitted: the registered error p_code, as ops.fail would raise it.';
