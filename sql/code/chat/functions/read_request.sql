create or replace function chat.read_request(p_values jsonb)
returns chat.request
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_field text;
    v_rule text;
    v_missing text;
begin
    select v.key into v_missing
    from jsonb_each_text(p_values) v (key, value)
    where v.value is null
    order by v.key
    limit 1;
    if v_missing is not null then
        perform ops.fail_argument(v_missing, null);
    end if;
    return jsonb_populate_record(null::chat.request, p_values);
exception
    when check_violation then
        get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
        perform ops.fail_argument(v_field, v_rule);
        return null;
end
$$;

comment on function chat.read_request(jsonb) is
    'Arguments by their names, none of them null, as their domains have them. Raises TH001 with the field.';
