-- A model whose calls cost something that isn't counted is skipped, and says why; so is a tier that has no price
-- above a threshold.
-- Alone: tables are locked that others insert into.
begin;
select plan(13);

create function pg_temp.outcome(p_name text, p_more jsonb) returns text language sql as $$
    select string_agg(concat_ws(': ', i.action, i.reason), ',') from ai.import_prices(
        jsonb_build_object(
            p_name,
            '{"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100,
            "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06}'::jsonb || p_more
        )
    ) i
$$;

select is(pg_temp.outcome(t.name, t.more::jsonb), t.outcome, t.outcome)
from (values
    ('a', '{"output_cost_per_audio_token": 1e-4}', 'skipped: answers in more than text: output_cost_per_audio_token'),
    ('a', '{"output_cost_per_image": 0.04}', 'skipped: answers in more than text: output_cost_per_image'),
    ('a', '{"output_cost_per_token": null}', 'skipped: has no price for text'),
    ('a', '{"output_cost_per_token": 0, "input_cost_per_token": 0.0}', 'skipped: costs nothing, or what it costs is not known'),
    ('a', '{"max_output_tokens": null}', 'skipped: has no limits'),
    ('a-search-preview', '{}', 'skipped: searches in every call, for a fee'),
    ('ft:a', '{}', 'skipped: stands for models that are fine-tuned'),
    ('a b', '{}', 'skipped: is no name of a model'),
    (
        'a',
        '{"input_cost_per_token_above_128k_tokens": 1, "input_cost_per_token_above_200k_tokens": 1}',
        'skipped: has more than one threshold'
    ),
    (
        'a',
        '{"input_cost_per_token_above_200k_tokens": 1e-5, "output_cost_per_token_above_200k_tokens": 1e-5,
        "input_cost_per_token_priority": 2e-6, "output_cost_per_token_priority": 4e-6}',
        'added: without the tier priority, which has no price above 200k tokens'
    ),
    (
        'b', '{"input_cost_per_token_ultrafast": 2e-6, "output_cost_per_token_ultrafast": 4e-6}',
        'added: without the tier ultrafast'
    )
) as t (name, more, outcome);
select is(
    (select string_agg(p.model || ' ' || p.service_tier, ',' order by p.model) from ai.prices p), 'a standard,b standard', 'only these'
);
select is((select count(*) from ai.models), 2::bigint, 'and no models without a price');

select * from finish();
rollback;
