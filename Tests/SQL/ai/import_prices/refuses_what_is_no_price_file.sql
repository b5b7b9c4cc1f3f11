-- A file that isn't one, or has a price that is none, is refused as a whole with the field.
-- Alone: tables are locked that others insert into.
begin;
select plan(22);

create function pg_temp.a_file(p_more text) returns text language sql as $$
    select ('{
        "gpt-a": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100,
        "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
        "gpt-t": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": 100,
        "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06, ' || p_more || '}}')
$$;

select is(tests.refusal(format('select ai.import_prices(%L)', t.document)), 'TH001 document', coalesce(t.document, 'null'))
from unnest(array[null, 'null', '[]', '"x"', '1', '{}', '{"a": 1}', '{"a": {"litellm_provider": "azure", "mode": "chat"}}']) t (document);
select is(
    tests.refusal(format('select ai.import_prices(%L)', pg_temp.a_file(t.member))), 'TH001 gpt-t.' || t.field, t.member
)
from (values
    ('"output_cost_per_token": "2e-06"', 'output_cost_per_token'),
    ('"output_cost_per_token": -1e-06', 'output_cost_per_token'),
    ('"output_cost_per_token": 1001', 'output_cost_per_token'),
    ('"output_cost_per_token": 1e400', 'output_cost_per_token'),
    ('"output_cost_per_token": 1e-17', 'output_cost_per_token'),
    ('"output_cost_per_token": {}', 'output_cost_per_token'),
    ('"input_cost_per_token_above_200k_tokens_flex": true', 'input_cost_per_token_above_200k_tokens_flex'),
    ('"input_cost_per_request": 0.00000000001', 'input_cost_per_request'),
    ('"max_output_tokens": 1.5', 'max_output_tokens'),
    ('"max_output_tokens": 0', 'max_output_tokens'),
    ('"max_input_tokens": "many"', 'max_input_tokens')
) as t (member, field);
select is(
    tests.refusal(format('select ai.import_prices(%L, %L)', pg_temp.a_file('"x": 1'), t.at)), 'TH001 at', coalesce(t.at, 'null')
)
from unnest(array['2020-01-01', 'infinity']) t (at);
select is((select count(*) from ai.models), 0::bigint, 'nothing is taken');

select * from finish();
rollback;
