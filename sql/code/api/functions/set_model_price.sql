-- Definer because admins have no right to set prices but by this.
create or replace function api.set_model_price(
    provider text,
    model text,
    input numeric,
    output numeric default null,
    cached_input numeric default null,
    cache_write_5m numeric default null,
    cache_write_1h numeric default null,
    reasoning numeric default null,
    request numeric default null,
    service_tier text default 'standard',
    above_input_tokens bigint default null,
    above_input numeric default null,
    above_output numeric default null,
    above_cached_input numeric default null,
    above_cache_write_5m numeric default null,
    above_cache_write_1h numeric default null,
    above_reasoning numeric default null,
    effective_at timestamptz default null
)
returns ai.prices
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return ai.set_price(
        p_provider => set_model_price.provider,
        p_model => set_model_price.model,
        p_input => set_model_price.input,
        p_output => set_model_price.output,
        p_cached_input => set_model_price.cached_input,
        p_cache_write_5m => set_model_price.cache_write_5m,
        p_cache_write_1h => set_model_price.cache_write_1h,
        p_reasoning => set_model_price.reasoning,
        p_request => set_model_price.request,
        p_service_tier => set_model_price.service_tier,
        p_above_input_tokens => set_model_price.above_input_tokens,
        p_above_input => set_model_price.above_input,
        p_above_output => set_model_price.above_output,
        p_above_cached_input => set_model_price.above_cached_input,
        p_above_cache_write_5m => set_model_price.above_cache_write_5m,
        p_above_cache_write_1h => set_model_price.above_cache_write_1h,
        p_above_reasoning => set_model_price.above_reasoning,
        p_effective_at => set_model_price.effective_at
    );
end
$$;

grant execute on function
    api.set_model_price(
        text, text, numeric, numeric, numeric, numeric, numeric, numeric, numeric, text, bigint,
        numeric, numeric, numeric, numeric, numeric, numeric, timestamptz
    ) to authenticated, service_role;
comment on function
    api.set_model_price(
        text, text, numeric, numeric, numeric, numeric, numeric, numeric, numeric, text, bigint,
        numeric, numeric, numeric, numeric, numeric, numeric, timestamptz
    ) is
    'For admins and trusted servers. See ai.set_price. Raises TH001, TH403, TH404.';
