-- Race: two calls for one model would end the same price; the table's lock lets them in one by one,
-- and doesn't keep calls from being priced.
-- Definer because callers have no right on the tables.
create or replace function ai.set_price(
    p_provider text,
    p_model text,
    p_input numeric,
    p_output numeric default null,
    p_cached_input numeric default null,
    p_cache_write_5m numeric default null,
    p_cache_write_1h numeric default null,
    p_reasoning numeric default null,
    p_request numeric default null,
    p_service_tier text default 'standard',
    p_above_input_tokens bigint default null,
    p_above_input numeric default null,
    p_above_output numeric default null,
    p_above_cached_input numeric default null,
    p_above_cache_write_5m numeric default null,
    p_above_cache_write_1h numeric default null,
    p_above_reasoning numeric default null,
    p_effective_at timestamptz default null
)
returns ai.prices
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request ai.price_request;
    v_field text;
    v_rule text;
    v_kind text;
    v_at timestamptz;
    v_rates_above ai.rates;
    v_price ai.prices;
begin
    begin
        v_request := row(p_provider, p_model, p_service_tier, p_effective_at);
    exception
        when check_violation then
            get stacked diagnostics v_field = pg_datatype_name, v_rule = constraint_name;
            perform ops.fail_argument(v_field, v_rule);
    end;
    select m.kind into v_kind
    from ai.models m
    where m.provider = v_request.provider and m.model = v_request.model;
    if not found then
        perform ops.fail('TH404', 'model');
    elsif v_request.service_tier is null then
        perform ops.fail_argument('service_tier', null);
    end if;

    -- NaN sorts above every number, so the upper bound refuses it.
    select r.field into v_field
    from (
        values
            ('input', p_input), ('output', p_output), ('cached_input', p_cached_input),
            ('cache_write_5m', p_cache_write_5m), ('cache_write_1h', p_cache_write_1h),
            ('reasoning', p_reasoning), ('request', p_request), ('above_input', p_above_input),
            ('above_output', p_above_output), ('above_cached_input', p_above_cached_input),
            ('above_cache_write_5m', p_above_cache_write_5m),
            ('above_cache_write_1h', p_above_cache_write_1h),
            ('above_reasoning', p_above_reasoning)
    ) r (field, value)
    where
        not (r.value >= 0 and r.value <= 1000000000 and min_scale(r.value) <= 10)
        or (r.value is null and (r.field = 'input' or (r.field = 'output' and v_kind = 'text')))
        or (
            r.value is null and p_above_input_tokens is not null
            and (r.field = 'above_input' or (r.field = 'above_output' and p_output is not null))
        )
        or (
            r.value is not null and r.field like 'above\_%'
            and (p_above_input_tokens is null or (r.field = 'above_output' and p_output is null))
        )
    limit 1;
    if found then
        perform ops.fail(
            'TH001', v_field,
            'a price is in dollars from 0 to 1 billion with at most 10 decimals; input and output have one, those above a threshold need above_input_tokens'
        );
    elsif p_above_input_tokens not between 1 and 1000000000 then
        perform ops.fail(
            'TH001', 'above_input_tokens', 'above_input_tokens is from 1 to 1 billion'
        );
    end if;
    if p_above_input_tokens is not null then
        v_rates_above := row(
            trim_scale(p_above_input), trim_scale(p_above_cached_input),
            trim_scale(p_above_cache_write_5m), trim_scale(p_above_cache_write_1h),
            trim_scale(p_above_output), trim_scale(p_above_reasoning), trim_scale(p_request)
        );
    end if;

    lock table ai.prices in share row exclusive mode;
    v_at := clock_timestamp();
    -- What was charged by a price names it, so the past stays as it was.
    if v_request.effective_at < v_at then
        perform ops.fail('TH001', 'effective_at', 'effective_at is not in the past');
    end if;
    v_at := coalesce(v_request.effective_at, v_at);
    perform ai.put_price(
        v_request.provider, v_request.model, v_request.service_tier,
        row(
            trim_scale(p_input), trim_scale(p_cached_input), trim_scale(p_cache_write_5m),
            trim_scale(p_cache_write_1h), trim_scale(p_output), trim_scale(p_reasoning),
            trim_scale(p_request)
        ),
        p_above_input_tokens, v_rates_above, v_at
    );
    select p.* into strict v_price
    from ai.prices p
    where
        p.provider = v_request.provider and p.model = v_request.model
        and p.service_tier = v_request.service_tier and p.effective @> v_at;
    return v_price;
end
$$;

grant execute on function
    ai.set_price(
        text, text, numeric, numeric, numeric, numeric, numeric, numeric, numeric, text, bigint,
        numeric, numeric, numeric, numeric, numeric, numeric, timestamptz
    ) to service_role;
comment on function
    ai.set_price(
        text, text, numeric, numeric, numeric, numeric, numeric, numeric, numeric, text, bigint,
        numeric, numeric, numeric, numeric, numeric, numeric, timestamptz
    ) is
    'Sets what 1,000,000 tokens of a model cost in a service tier, and a request, in US dollars, from p_effective_at on (default: now); a call whose input is above p_above_input_tokens costs the p_above_ rates. What is null is priced as its kind: cached and written input as input, reasoning as output. Raises TH001 with the field, also for a time in the past, TH404 (model).';
