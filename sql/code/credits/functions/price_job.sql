-- The amount is rounded up to 4 decimals: so no work is free, however small, and what is charged
-- never falls short of the price. Computed in whole numbers, since a quotient cut off at some digit
-- could round up, or fail to, by mistake.
-- Definer because users, who may ask what a job costs, have no right on the default price.
create or replace function credits.price_job(
    p_job_type text,
    p_units numeric default 1,
    p_at timestamptz default clock_timestamp()
)
returns credits.job_price
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request credits.price_job_request;
    v_field text;
    v_rule text;
    v_price credits.prices;
    v_total numeric;
    v_amount credits.amount;
    v_is_default boolean;
begin
    if p_at is null then
        perform ops.fail_argument('at', null);
    end if;

    begin
        v_request := row(p_job_type, trim_scale(p_units));

        select p.* into v_price
        from credits.prices p
        where p.job_type = v_request.job_type and p.effective @> p_at;
        v_is_default := not found;

        if v_is_default then
            select 'job', d.price, 1 into strict v_price.unit, v_price.price, v_price.per_units
            from credits.default_price d;
        end if;

        v_total := v_request.units * v_price.price * 10000;
        v_amount := trim_scale(
            (div(v_total, v_price.per_units) + sign(mod(v_total, v_price.per_units))) * 0.0001
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;

    return (
        v_price.id, v_request.job_type, v_price.unit, v_request.units, v_amount, v_is_default
    )::credits.job_price;
end
$$;

grant execute on function
    credits.price_job(text, numeric, timestamptz) to authenticated, service_role;
comment on function credits.price_job(text, numeric, timestamptz) is
    'What p_units units of a job cost at p_at, in credits rounded up to 4 decimals, by the price of its type, else by the default price. Raises TH001 with the field: job_type, units, or amount when it is above what can be charged.';
