-- Definer because callers have no right on the registry of errors.
create or replace function usage.read_meter(p_meter text)
returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_meter usage.meter;
    v_field text;
    v_rule text;
begin
    begin
        v_meter := p_meter;
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_meter is not null and not exists (select from usage.meters m where m.id = v_meter) then
        perform ops.fail('TH404', 'meter');
    end if;
    return v_meter;
end
$$;

grant execute on function usage.read_meter(text) to authenticated, service_role;
comment on function usage.read_meter(text) is
    'A meter that is asked for, if any. Raises TH001 with the field, TH404 for one that there is not.';
