-- Definer because callers have no right on the registry of errors.
create or replace function usage.read_billing_period(p_billing_period text)
returns date
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_billing_period usage.billing_period;
    v_field text;
    v_rule text;
begin
    begin
        v_billing_period := p_billing_period;
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_billing_period is null then
        return usage.window_start('month', statement_timestamp());
    end if;
    return make_date(left(v_billing_period, 4)::integer, right(v_billing_period, 2)::integer, 1);
end
$$;

grant execute on function usage.read_billing_period(text) to authenticated, service_role;
comment on function usage.read_billing_period(text) is
    'The first day of a billing period; of the current one without any. Raises TH001 with the field.';
