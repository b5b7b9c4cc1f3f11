-- A model with a price that began a day ago: 1 USD for 1,000,000 tokens of input, 10 of output, so that a
-- token of input costs 0.0001 credits. p_rates overrides them.
create function tests.a_model(
    p_model text default 'm-' || gen_random_uuid(),
    p_rates jsonb default '{}',
    p_above bigint default null,
    p_rates_above jsonb default null,
    p_provider text default 'openai',
    p_tier text default 'standard',
    p_kind text default 'text',
    p_max_input bigint default 100000,
    p_max_output bigint default 50000
) returns text language plpgsql volatile as $$
begin
    insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens)
    values (
        p_provider, p_model, p_kind, p_max_input, case p_kind when 'text' then p_max_output end
    )
    on conflict do nothing;
    insert into ai.prices (
        provider, model, service_tier, rates, above_input_tokens, rates_above, effective
    ) values (
        p_provider, p_model, p_tier,
        jsonb_populate_record(
            null::ai.rates,
            case p_kind when 'text' then '{"input": 1, "output": 10}'::jsonb else '{"input": 1}' end
            || p_rates
        ),
        p_above,
        jsonb_populate_record(null::ai.rates, p_rates_above),
        tstzrange(now() - interval '1 day', null)
    );
    return p_model;
end
$$;
