-- Prices are sane numbers, don't overlap, and are of a model; models can do something.
begin;
select plan(14);

select tests.a_model('m');
insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens) values ('openai', 'n', 'text', 1, 1);
create function tests.price(p_rates jsonb, p_more text default 'null, null') returns text language sql volatile as $$
    select tests.violation(
        format(
            'insert into ai.prices (provider, model, rates, above_input_tokens, rates_above, effective)'
            ' values (''openai'', ''n'', jsonb_populate_record(null::ai.rates, %L), %s, tstzrange(now(), null))',
            p_rates, p_more
        )
    )
$$;
select is(tests.price(c.rates), 'rate_is_zero_or_more_up_to_1_billion_with_at_most_10_decimals', c.rates::text)
from (
    values ('{"input": -1}'::jsonb), ('{"input": "NaN"}'), ('{"input": "Infinity"}'), ('{"input": 1e10}'),
        ('{"input": 0.00000000001}')
) c (rates);
select is(tests.price('{"output": 1}'), 'prices_sells_input', 'no input');
select is(
    tests.price('{"input": 1}', '5, null'), 'prices_above_a_threshold_has_rates', 'a threshold without rates'
);
select is(
    tests.price('{"input": 1, "output": 1}', '5, jsonb_populate_record(null::ai.rates, ''{"input": 1}'')'),
    'prices_above_a_threshold_has_rates', 'rates above it that sell no output'
);
select is(tests.price('{"input": 1}'), null, 'a price');
select is(tests.price('{"input": 1}'), 'prices_of_a_model_and_tier_do_not_overlap', 'twice');
select is(
    tests.violation(
        'insert into ai.prices (provider, model, rates, effective)'
        ' values (''google'', ''n'', row(1,null,null,null,null,null,null)::ai.rates, tstzrange(now(), null))'
    ),
    'prices_model_fkey', 'of no model'
);
select is(
    tests.violation(
        format('insert into ai.models (provider, model, kind, max_input_tokens, max_output_tokens) values (%s)', c.row)
    ),
    c.violated, c.row
)
from (
    values
        ('''openai'', ''a b'', ''text'', 1, 1', 'model_is_a_name_of_up_to_128_characters'),
        ('''openai'', ''a'', ''text'', 1, null', 'models_text_has_output'),
        ('''openai'', ''a'', ''embedding'', 1, 5', 'models_text_has_output')
) c (row, violated);

select * from finish();
rollback;
