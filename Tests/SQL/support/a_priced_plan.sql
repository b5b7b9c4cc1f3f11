-- A new plan that costs p_monthly cents a month and, unless null, p_yearly cents a year.
create function tests.a_priced_plan(
    p_id text,
    p_monthly bigint,
    p_yearly bigint default null,
    p_rank integer default 0,
    p_trial_days integer default 0
) returns void language plpgsql volatile as $$
begin
    insert into billing.plans (id, name, rank, trial_days)
    values (p_id, p_id, p_rank, p_trial_days);
    insert into billing.plan_prices (plan, cycle, unit_amount) values (p_id, 'monthly', p_monthly);
    if p_yearly is not null then
        insert into billing.plan_prices (plan, cycle, unit_amount) values (p_id, 'yearly', p_yearly);
    end if;
end
$$;
