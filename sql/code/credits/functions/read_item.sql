-- Field by field, to name the one that is bad. What the request has no field for is passed over at once, as
-- there may be very much of it.
create or replace function credits.read_item(
    p_defaults anyelement,
    p_item jsonb,
    out request anyelement,
    out field text,
    out rule text
)
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    request := p_defaults;
    for field in select k.key from jsonb_object_keys(to_jsonb(p_defaults)) k (key) where p_item ? k.key loop
        request := jsonb_populate_record(request, jsonb_build_object(field, p_item -> field));
    end loop;
    field := null;
exception
    when check_violation or not_null_violation then
        get stacked diagnostics rule = constraint_name;
        request := null;
        rule := coalesce(replace(nullif(rule, ''), '_', ' '), field || ' is required');
    when data_exception then
        request := null;
        rule := field || ' is malformed';
end
$$;

comment on function credits.read_item(anyelement, jsonb) is
    'Reads an item of a batch into a request like p_defaults; null, with the field and the rule that it breaks, when it has a fault.';
