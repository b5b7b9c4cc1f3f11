-- Prices are taken from LiteLLM's file to the last digit, each kind, tier and threshold.
-- Alone: tables are locked that others insert into.
begin;
select plan(8);

create temporary table answers on commit drop as
select i.* from ai.import_prices($${
    "sample_spec": {"litellm_provider": "one of …", "mode": "one of …", "input_cost_per_token": "x"},
    "gpt-t": {
        "litellm_provider": "openai", "mode": "responses", "max_input_tokens": 922000, "max_output_tokens": 128000.0,
        "supports_reasoning": true,
        "input_cost_per_token": 1.5e-07, "output_cost_per_token": 0.0000006, "cache_read_input_token_cost": 7.5e-8,
        "cache_creation_input_token_cost": 1.875e-07, "cache_creation_input_token_cost_above_12hr": 3e-7,
        "input_cost_per_token_above_272k_tokens": 3e-07, "output_cost_per_token_above_272k_tokens": 9e-07,
        "input_cost_per_token_flex": 7.5e-08, "output_cost_per_token_flex": 3e-07,
        "input_cost_per_token_above_272k_tokens_flex": 1.5e-7, "output_cost_per_token_above_272k_tokens_flex": 4.5e-7,
        "input_cost_per_token_batches": null, "output_cost_per_token_batches": 3e-07,
        "search_context_cost_per_query": {"search_context_size_low": 0.01},
        "input_cost_per_audio_token": 1e-5, "input_cost_per_image": 0
    },
    "claude-t": {
        "litellm_provider": "anthropic", "mode": "chat", "max_input_tokens": 200000, "max_output_tokens": 64000,
        "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05, "cache_read_input_token_cost": 3e-07,
        "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06,
        "input_cost_per_token_batches": 1.5e-06, "output_cost_per_token_batches": 7.5e-06,
        "input_cost_per_request": 0.0005
    },
    "gemini/gemini-t": {
        "litellm_provider": "gemini", "mode": "chat", "max_input_tokens": 1048576, "max_output_tokens": 65536,
        "input_cost_per_token": 0.1234567890e-6, "output_cost_per_token": 4e-07, "output_cost_per_reasoning_token": 3.5e-06
    },
    "gemini-t": {
        "litellm_provider": "gemini", "mode": "chat", "max_input_tokens": 1, "max_output_tokens": 1,
        "input_cost_per_token": 1, "output_cost_per_token": 1
    },
    "gemini/embedding-t": {
        "litellm_provider": "gemini", "mode": "embedding", "max_input_tokens": 2048, "input_cost_per_token": 1.5e-07,
        "output_cost_per_token": 0
    },
    "azure/gpt-t": {"litellm_provider": "azure", "mode": "chat", "input_cost_per_token": -1},
    "gpt-image-t": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": -1}
}$$) i;

select results_eq(
    'select a.provider, a.model, a.action, a.reason from answers a',
    $$values
        ('anthropic', 'claude-t', 'added', null),
        ('google', 'embedding-t', 'added', null),
        ('google', 'gemini-t', 'added', null),
        (
            'openai', 'gpt-t', 'added',
            'without input_cost_per_audio_token, search_context_cost_per_query'
        )$$,
    'a row for each model'
);
select is(
    (
        select string_agg(
            format('%s: %s; %s %s', p.service_tier, p.rates, p.above_input_tokens, p.rates_above), e'\n'
            order by p.service_tier
        )
        from ai.prices p where p.model = known.model
    ),
    known.prices, known.model
)
from (values
    ('gpt-t', e'flex: (0.075,,,,0.3,,); 272000 (0.15,,,,0.45,,)\nstandard: (0.15,0.075,0.1875,0.3,0.6,,); 272000 (0.3,,,,0.9,,)'),
    ('claude-t', e'batch: (1.5,,,,7.5,,);  \nstandard: (3,0.3,3.75,6,15,,0.0005);  '),
    ('gemini-t', 'standard: (0.123456789,,,,0.4,3.5,);  '),
    ('embedding-t', 'standard: (0.15,,,,0,,);  ')
) as known (model, prices);
select results_eq(
    $$select m.model::text collate "default", m.kind, m.max_input_tokens::bigint, m.max_output_tokens::bigint, m.may_reason
    from ai.models m order by 1$$,
    $$values ('claude-t', 'text', 200000::bigint, 64000::bigint, false),
        ('embedding-t', 'embedding', 2048, null, false), ('gemini-t', 'text', 1048576, 65536, true),
        ('gpt-t', 'text', 922000, 128000, true)$$,
    'limits'
);

-- A digit that only a binary fraction would have lost.
select is(
    (
        select string_agg(i.action, ',') from ai.import_prices($${
            "gpt-u": {
                "litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1, "max_output_tokens": 1,
                "input_cost_per_token": 0.1000000000000001, "output_cost_per_token": 1e-16
            }
        }$$) i
    ),
    'added', 'sixteen decimals'
);
select is(
    (select p.rates::text from ai.prices p where p.model = 'gpt-u'), '(100000.0000000001,,,,0.0000000001,,)', 'are kept'
);

select * from finish();
rollback;
