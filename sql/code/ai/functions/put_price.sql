-- A price that was ever in force only ends, since calls name it; one that is planned for the same
-- moment is replaced. Whoever calls has locked the table: two at once would end the same price.
create or replace function ai.put_price(
    p_provider text,
    p_model text,
    p_service_tier text,
    p_rates ai.rates,
    p_above_input_tokens bigint,
    p_rates_above ai.rates,
    p_at timestamptz
)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_current ai.prices;
    v_until timestamptz;
begin
    select p.* into v_current
    from ai.prices p
    where
        p.provider = p_provider and p.model = p_model and p.service_tier = p_service_tier
        and p.effective @> p_at;

    -- As records: null rates equal null ones, and 0.5 is 0.50.
    if
        v_current.rates is not distinct from p_rates
        and v_current.above_input_tokens is not distinct from p_above_input_tokens
        and v_current.rates_above is not distinct from p_rates_above
    then
        return 'unchanged';
    end if;

    if lower(v_current.effective) = p_at then
        delete from ai.prices p where p.id = v_current.id;
    elsif v_current.id is not null then
        update ai.prices p
        set effective = tstzrange(lower(p.effective), p_at)
        where p.id = v_current.id;
    end if;
    select min(lower(p.effective)) into v_until
    from ai.prices p
    where
        p.provider = p_provider and p.model = p_model and p.service_tier = p_service_tier
        and lower(p.effective) > p_at;
    insert into ai.prices (
        provider, model, service_tier, rates, above_input_tokens, rates_above, effective
    )
    values (
        p_provider, p_model, p_service_tier, p_rates, p_above_input_tokens, p_rates_above,
        tstzrange(p_at, v_until)
    );
    return case when v_current.id is null then 'added' else 'changed' end;
end
$$;

comment on function ai.put_price(text, text, text, ai.rates, bigint, ai.rates, timestamptz) is
    'Makes a model''s price of a tier these rates from p_at on, up to the next that is planned. Answers added, changed or unchanged.';
