-- Users see enabled models with the prices in force, in credits; visitors once prices are public.
-- Alone: tables are locked that others insert into.
begin;
select plan(9);

select tests.a_user() as user_id \gset
select tests.a_model('m', p_rates => '{"cached_input": 0.5, "request": 0.01}', p_above => 1000, p_rates_above => '{"input": 3, "output": 30, "request": 0.01}');
select tests.a_model('m', p_tier => 'flex', p_rates => '{"input": 0.0000000001}');
select tests.a_model('off'), ai.set_model('openai', 'off', p_is_enabled => false);
select ai.set_model('openai', 'unpriced', 10, 10);
select columns_are(
    'api', 'ai_models',
    array[
        'provider', 'model', 'kind', 'max_input_tokens', 'max_output_tokens', 'may_reason', 'service_tier', 'input',
        'cached_input', 'cache_write_5m', 'cache_write_1h', 'output', 'reasoning', 'request', 'above_input_tokens',
        'above_input', 'above_cached_input', 'above_cache_write_5m', 'above_cache_write_1h', 'above_output',
        'above_reasoning', 'effective_at'
    ]
);
select is(
    tests.attempt('authenticated', :'user_id', 'select string_agg(model || '' '' || service_tier, '','' order by service_tier) from api.ai_models'),
    'm flex,m standard', 'enabled and priced'
);
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select concat_ws('' '', input, cached_input, cache_write_5m, output, reasoning, request, above_input_tokens, above_input, above_cached_input, above_output)
        from api.ai_models where service_tier = ''standard'''
    ),
    '100 50 100 1000 1000 1 1000 300 300 3000', 'in credits'
);
select is(tests.attempt('authenticated', :'user_id', 'select input from api.ai_models where service_tier = ''flex'''), '0.00000001', 'to the last digit');
select ai.set_price('openai', 'm', 2, 20);
select is(tests.attempt('authenticated', :'user_id', 'select input from api.ai_models where service_tier = ''standard'''), '200', 'the price in force');
select is(tests.attempt('authenticated', :'user_id', 'select is_enabled from ai.settings'), '42501', 'nothing else of the settings');
select is(tests.attempt('anon', null, 'select count(*) from api.ai_models'), '42501', 'no visitor');
update billing.settings set plans_are_public = true;
select is(tests.attempt('anon', null, 'select count(*) from api.ai_models'), '2', 'unless prices are public');
update billing.settings set plans_are_public = false;
select is(tests.attempt('anon', null, 'select count(*) from api.ai_models'), '42501', 'and then no more');

select * from finish();
rollback;
