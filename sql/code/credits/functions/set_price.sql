-- Sets what a job costs from a moment on. The price in force at that moment ends there; the new one
-- lasts until the next that is planned. Another one planned for the same moment is replaced.
-- Race: two calls for one job type would end the same price; the table's lock lets them in one by
-- one, and doesn't keep jobs from being priced.
-- Definer because callers have no right on the tables.
create or replace function credits.set_price(
    p_job_type text,
    p_unit text,
    p_price numeric,
    p_per_units numeric default 1,
    p_effective_at timestamptz default null
)
returns credits.prices
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz;
    v_from timestamptz;
    v_until timestamptz;
    v_request credits.set_price_request;
    v_field text;
    v_rule text;
    v_price credits.prices;
begin
    begin
        v_request := row(
            p_job_type, p_unit, trim_scale(p_price), trim_scale(p_per_units), p_effective_at
        );
    exception
        when check_violation or not_null_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    if v_request.unit = 'job' and v_request.per_units <> 1 then
        perform ops.fail('TH001', 'per_units', 'a job is priced one by one');
    end if;

    lock table credits.prices in share row exclusive mode;
    v_at := clock_timestamp();
    v_from := coalesce(v_request.effective_at, v_at);
    -- What was charged by a price names it, so the past stays as it was.
    if v_from < v_at then
        perform ops.fail('TH001', 'effective_at', 'effective_at is not in the past');
    end if;

    delete from credits.prices p
    where p.job_type = v_request.job_type and lower(p.effective) = v_from;

    update credits.prices p
    set effective = tstzrange(lower(p.effective), v_from)
    where p.job_type = v_request.job_type and p.effective @> v_from;

    select min(lower(p.effective)) into v_until
    from credits.prices p
    where p.job_type = v_request.job_type and lower(p.effective) > v_from;

    insert into credits.prices (job_type, unit, price, per_units, effective)
    values (
        v_request.job_type, v_request.unit, v_request.price, v_request.per_units,
        tstzrange(v_from, v_until)
    )
    returning * into v_price;
    return v_price;
end
$$;

grant execute on function
    credits.set_price(text, text, numeric, numeric, timestamptz) to service_role;
comment on function credits.set_price(text, text, numeric, numeric, timestamptz) is
    'Sets what p_per_units units of a job type cost from p_effective_at on (default: now), in credits with at most 10 decimals. Raises TH001 with the field, also for a time in the past.';
