-- An item of ai.admit_many: 1,000 bytes of text and up to 1,000 tokens of answer by token of p_user_id.
-- p_facts overrides its members; null takes one away.
create function tests.model_call(p_user_id uuid, p_model text, p_facts jsonb default '{}') returns jsonb
language sql volatile as $$
    select jsonb_strip_nulls(
        jsonb_build_object(
            'request_id', 'test',
            'claims', jsonb_build_object('sub', p_user_id, 'role', 'authenticated'),
            'address', '192.0.2.1',
            'provider', 'openai',
            'operation', 'chat_completions',
            'model', p_model,
            'service_tier', 'standard',
            'is_stream', false,
            'retry', 0,
            'digest', encode(sha256(uuid_send(gen_random_uuid())), 'hex'),
            'text_bytes', 1000,
            'dense_bytes', 0,
            'parts', 1,
            'inputs', 1,
            'asked_output', 1000,
            'candidates', 1,
            'paid_features', '[]'::jsonb
        ) || p_facts
    )
$$;

-- Admits one.
create function tests.admit(p_item jsonb) returns ai.admission
language sql volatile as $$
    select a from ai.admit_many(jsonb_build_array(p_item)) a
$$;

-- What becomes of one: 'admitted' or the code and details of its refusal.
create function tests.admitted(p_item jsonb) returns text
language sql volatile as $$
    select coalesce(a.error_code || coalesce(' ' || a.details, ''), 'admitted')
    from ai.admit_many(jsonb_build_array(p_item)) a
$$;

-- Settles a call as completed with 100 tokens of input and 50 of output, by the provider's own count;
-- p_ending overrides what is said of it.
create function tests.settle_model_call(
    p_admission ai.admission, p_ending jsonb default '{}'
) returns ai.settlement
language sql volatile as $$
    select s
    from ai.settle_many(
        jsonb_build_array(
            jsonb_strip_nulls(
                jsonb_build_object(
                    'request_id', 'test',
                    'user_id', p_admission.user_id,
                    'call_id', p_admission.call_id,
                    'attempt', p_admission.attempt,
                    'outcome', 'completed',
                    'has_output', true,
                    'usage', '{"input": 100, "output": 50}'::jsonb,
                    'usage_is_final', true,
                    'output_bytes', 200,
                    'latency_ms', 900,
                    'first_token_ms', 300
                ) || p_ending
            )
        )
    ) s
$$;

-- The same in words: charge, basis, outcome, 'capped'; or an error's code.
create function tests.settled(p_admission ai.admission, p_ending jsonb default '{}') returns text
language sql volatile as $$
    select coalesce(
        s.error_code,
        concat_ws(' ', trim_scale(s.charge), s.basis, s.outcome, case when s.is_capped then 'capped' end)
    )
    from tests.settle_model_call(p_admission, p_ending) s
$$;

-- What a user may spend and what is held, and whether all of it can be proven.
create function tests.standing(p_user_id uuid) returns text
language sql volatile as $$
    select
        format('%s left, %s held', trim_scale(b.available), trim_scale(b.held))
        || coalesce((select '; ' || string_agg(v::text, ', ') from credits.verify(p_user_id) v), '')
        || coalesce((select '; ' || string_agg(v::text, ', ') from ai.verify(p_user_id) v), '')
    from credits.current_balance(p_user_id) b
$$;
