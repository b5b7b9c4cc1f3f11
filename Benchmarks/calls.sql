-- What the benchmarks of model calls need, after the users of batches.sql: a model, its price, no
-- rate limit, and what an instance would send for :calls calls at once.
create schema if not exists bench;

update ops.rate_classes set is_enabled = false where id = 'model_calls';

insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens)
values ('openai', 'bench', 'text', 128000, 16000);
insert into ai.prices (provider, model, rates, effective)
values (
    'openai', 'bench', row(0.15, 0.075, null, null, 0.6, null, null)::ai.rates,
    tstzrange(now() - interval '1 day', null)
);

create function bench.call_items(p_calls integer, p_users integer) returns jsonb
language sql volatile as $$
    select jsonb_agg(
        jsonb_build_object(
            'request_id', 'bench',
            'claims', jsonb_build_object(
                'sub', md5('user ' || 1 + floor(random() * p_users)::integer)::uuid,
                'role', 'authenticated'
            ),
            'address', '192.0.2.1', 'provider', 'openai', 'operation', 'chat_completions',
            'model', 'bench', 'service_tier', 'standard', 'is_stream', false, 'retry', 0,
            'digest', md5(random()::text) || md5(random()::text), 'text_bytes', 1500,
            'dense_bytes', 0, 'parts', 3, 'inputs', 1, 'asked_output', 500, 'candidates', 1,
            'paid_features', '[]'::jsonb
        )
    )
    from generate_series(1, p_calls)
$$;

create function bench.settle_items(p_admissions ai.admission[]) returns jsonb
language sql stable as $$
    select jsonb_agg(
        jsonb_build_object(
            'request_id', 'bench', 'user_id', a.user_id, 'call_id', a.call_id,
            'attempt', a.attempt, 'outcome', 'completed', 'has_output', true,
            'usage', '{"input": 350, "cached_input": 0, "output": 120, "reasoning": 0}'::jsonb,
            'usage_is_final', true, 'output_bytes', 480,
            'raw_usage', '{"prompt_tokens": 350, "completion_tokens": 120}'::jsonb,
            'provider_request_id', 'req_0123456789', 'provider_status', 200,
            'latency_ms', 800, 'first_token_ms', 300
        )
    )
    from unnest(p_admissions) a
$$;
