create or replace function api.set_price(
    job_type text,
    unit text,
    price numeric,
    per_units numeric default 1,
    effective_at timestamptz default null
)
returns credits.prices
language sql
volatile
security invoker
begin atomic
    select credits.set_price(
        p_job_type => set_price.job_type,
        p_unit => set_price.unit,
        p_price => set_price.price,
        p_per_units => set_price.per_units,
        p_effective_at => set_price.effective_at
    );
end;

grant execute on function api.set_price(text, text, numeric, numeric, timestamptz) to service_role;
comment on function api.set_price(text, text, numeric, numeric, timestamptz) is
    'See credits.set_price. Raises TH001.';
