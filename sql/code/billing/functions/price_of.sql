create or replace function billing.price_of(p_plan text, p_cycle text)
returns billing.plan_prices
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_cycle billing.cycle;
    v_field text;
    v_rule text;
    v_price billing.plan_prices;
begin
    begin
        v_cycle := p_cycle;
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_cycle is null then
        perform ops.fail_argument('cycle', null);
    elsif p_plan is null then
        perform ops.fail_argument('plan', null);
    elsif p_plan = 'free' then
        perform ops.fail('TH001', 'plan', 'free is what has no subscription');
    end if;

    select p.* into v_price
    from billing.plan_prices p
    where p.plan = p_plan and p.cycle = v_cycle;
    if not found then
        perform ops.fail('TH404', 'plan');
    end if;
    return v_price;
end
$$;

comment on function billing.price_of(text, text) is
    'What a period of a plan costs now. Raises TH001 with the field, TH404 for a plan that is not sold so.';
