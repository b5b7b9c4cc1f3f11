-- By the provider's final counts, each kind of token at its rate, the tier above a threshold for all of them;
-- rounded up at the fourth decimal, never above the hold.
begin;
select plan(10);

select tests.a_user(1000) as user_id \gset
update ops.rate_classes set is_enabled = false;
select tests.a_model('m');
select tests.a_model(
    'full',
    '{"cached_input": 0.1, "cache_write_5m": 1.25, "cache_write_1h": 2, "reasoning": 20, "request": 0.001}'
);
select tests.a_model('bare', '{"input": 3}');
select tests.a_model('tiers', p_above => 300, p_rates_above => '{"input": 2, "output": 30}');
create function tests.charged(p_user_id uuid, p_model text, p_usage jsonb) returns text
language sql volatile as $$
    select tests.settled(
        tests.admit(tests.model_call(p_user_id, p_model)), jsonb_build_object('usage', p_usage)
    )
$$;
select is(tests.charged(:'user_id', 'm', '{"input": 100, "output": 50}'), '0.06 actual completed', 'input and output');
select is(tests.charged(:'user_id', 'm', '{"input": 1}'), '0.0001 actual completed', 'a token');
select is(
    tests.charged(
        :'user_id', 'full',
        '{"input": 1, "cached_input": 10, "cache_write_5m": 8, "cache_write_1h": 100, "output": 3, "reasoning": 7}'
    ),
    -- 1 + 1 + 10 + 200 + 30 + 140 millionths of a dollar, and a tenth of a cent.
    '0.1382 actual completed', 'all kinds and the fee'
);
select is(
    tests.charged(
        :'user_id', 'bare',
        '{"input": 1, "cached_input": 1, "cache_write_5m": 1, "cache_write_1h": 1, "output": 1, "reasoning": 1}'
    ),
    '0.0032 actual completed', 'kinds without a rate cost as their kind'
);
select is(tests.charged(:'user_id', 'tiers', '{"input": 300, "output": 1}'), '0.031 actual completed', 'at a threshold');
select is(
    tests.charged(:'user_id', 'tiers', '{"input": 1, "cached_input": 300, "output": 1}'),
    '0.0632 actual completed', 'above it, cached input included'
);
select is(tests.charged(:'user_id', 'm', '{}'), '0 actual completed', 'nothing costs nothing');
select results_eq(
    $$select input_tokens::bigint, cached_input_tokens::bigint, cache_write_5m_tokens::bigint,
        cache_write_1h_tokens::bigint, output_tokens::bigint, reasoning_tokens::bigint, latency_ms, first_token_ms
    from ai.calls where model = 'full'$$,
    $$values (1::bigint, 10::bigint, 8::bigint, 100::bigint, 3::bigint, 7::bigint, 900::bigint, 300::bigint)$$,
    'the receipt says so'
);
select is(tests.standing(:'user_id'), '999.7043 left, 0 held', 'it adds up');
select is_empty('select * from ai.verify()', 'and can be recomputed');

select * from finish();
rollback;
