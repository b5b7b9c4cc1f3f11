-- Definer because admins have no right on the table.
create or replace function api.admin_set_price(
    job_type text,
    unit text,
    price numeric,
    per_units numeric default 1,
    effective_at timestamptz default null
)
returns credits.price_period
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_price credits.prices;
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    v_price := credits.set_price(
        p_job_type => admin_set_price.job_type,
        p_unit => admin_set_price.unit,
        p_price => admin_set_price.price,
        p_per_units => admin_set_price.per_units,
        p_effective_at => admin_set_price.effective_at
    );
    return (
        v_price.job_type, v_price.unit, v_price.price, v_price.per_units, lower(v_price.effective),
        upper(v_price.effective)
    )::credits.price_period;
end
$$;

grant execute on function api.admin_set_price(text, text, numeric, numeric, timestamptz)
    to authenticated, service_role;
comment on function api.admin_set_price(text, text, numeric, numeric, timestamptz) is
    'Sets a price from a time on. For admins and trusted servers. See credits.set_price. Raises TH001 with the field, TH403.';
