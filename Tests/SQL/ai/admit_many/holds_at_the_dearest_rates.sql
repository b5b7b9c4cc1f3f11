-- The hold is by the worst that can come: caches written, reasoning dearer than output, the tier above a
-- threshold, a fee for the request; and for each service tier by its own price.
begin;
select plan(9);

select tests.a_user(1000) as user_id \gset
select tests.a_model(
    'm', '{"cached_input": 0.5, "cache_write_5m": 2, "cache_write_1h": 4, "reasoning": 20, "request": 0.01}',
    p_above => 500, p_rates_above => '{"input": 3, "output": 30, "cache_write_1h": 6}',
    p_provider => 'anthropic'
);
select tests.a_model('m', '{"output": 20}', p_provider => 'anthropic', p_tier => 'priority');
create function tests.held(p_user_id uuid, p_facts jsonb) returns text language sql volatile as $$
    select coalesce(trim_scale(a.hold)::text, concat_ws(' ', a.error_code, a.details))
    from tests.admit(
        tests.model_call(
            p_user_id, 'm', '{"provider": "anthropic", "operation": "messages"}' || p_facts
        )
    ) a
$$;
-- 424 in, 1,000 out by reasoning, and a cent: 0.0424 + 2 + 1.
select is(tests.held(:'user_id', '{}'), '3.0424', 'reasoning and the fee');
select is(tests.held(:'user_id', '{"caches_5m": true}'), '3.0848', 'a cache of 5 minutes');
select is(tests.held(:'user_id', '{"caches_1h": true}'), '3.1696', 'one of an hour');
-- 500 is not above 500: 1,190 / 2.5 + 24.
select is(tests.held(:'user_id', '{"text_bytes": 1190}'), '3.05', 'at the threshold');
select is(tests.held(:'user_id', '{"text_bytes": 1191}'), '3.1503', 'above it all tokens');
select is(
    tests.held(:'user_id', '{"text_bytes": 1191, "caches_1h": true}'), '3.3006', 'and caches too'
);
select is(tests.held(:'user_id', '{"service_tier": "priority"}'), '2.0424', 'another tier');
select is(
    tests.held(:'user_id', '{"service_tier": "priority", "caches_1h": true}'),
    'TH420 cache of 1 hour', 'which has no price for such caches'
);
select tests.a_model('o', '{"cache_write_5m": 2}');
select is(
    (tests.admit(tests.model_call(:'user_id', 'o', '{"caches_1h": true}'))).hold, 1.0848,
    'unless its provider writes them for nothing, or as any other'
);

select * from finish();
rollback;
