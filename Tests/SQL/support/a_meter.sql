-- A new meter, which p_plan allows p_quantity of, unless null.
create function tests.a_meter(
    p_id text,
    p_quantity numeric default null,
    p_plan text default 'free',
    p_per text default 'month',
    p_kind text default 'hard',
    p_overage_price numeric default null
) returns void language plpgsql volatile as $$
begin
    insert into usage.meters (id, name, unit) values (p_id, p_id, 'calls') on conflict do nothing;
    if p_quantity is not null then
        insert into usage.limits (plan, meter, per, kind, quantity, overage_price)
        values (p_plan, p_id, p_per, p_kind, p_quantity, p_overage_price);
    end if;
end
$$;
