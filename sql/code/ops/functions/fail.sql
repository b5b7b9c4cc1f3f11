-- Raises a registered error, so that its message stands in one place and can't carry identifiers.
create or replace function ops.fail(p_code text, p_detail text default null, p_hint text default null)
returns void
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_message text;
begin
    select e.message into strict v_message from ops.error_codes e where e.code = p_code;

    if p_detail is null then
        raise exception using errcode = p_code, message = v_message;
    elsif p_hint is null then
        raise exception using errcode = p_code, message = v_message, detail = p_detail;
    else
        raise exception using errcode = p_code, message = v_message, detail = p_detail, hint = p_hint;
    end if;
end
$$;

comment on function ops.fail(text, text, text) is
    'Raises the registered error p_code with its message; p_detail holds the fact, p_hint the advice.';
