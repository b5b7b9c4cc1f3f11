-- Units and prices are exact, bounded and finite.
begin;
select plan(32);

select is(
    tests.violation(format('select %L::credits.%I', planted.value, planted.type)),
    planted.name,
    format('%s of %s', planted.type, left(planted.value, 20))
)
from (values
    ('unit', 'job', null),
    ('unit', 'pages', null),
    ('unit', 'stories', null),
    ('unit', 'tokens', null),
    ('unit', 'Tokens', 'unit_is_job_or_pages_or_stories_or_tokens'),
    ('units', '0', 'units_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('units', '-1', 'units_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('units', '0.00001', 'units_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('units', 'NaN', 'units_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('units', 'Infinity', 'units_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('units', '1000000000000.0001', 'units_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('units', '1000000000000', null),
    ('units', '0.0001', null),
    ('price', '0', 'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals'),
    ('price', '-1', 'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals'),
    ('price', '0.00000000001', 'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals'),
    ('price', 'NaN', 'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals'),
    ('price', 'Infinity', 'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals'),
    ('price', '0.0000000001', null),
    ('price', '10000000000000', null),
    ('per_units', '0', 'per_units_is_a_whole_number_from_1_to_1_trillion'),
    ('per_units', '1.5', 'per_units_is_a_whole_number_from_1_to_1_trillion'),
    ('per_units', 'NaN', 'per_units_is_a_whole_number_from_1_to_1_trillion'),
    ('per_units', '1000000000001', 'per_units_is_a_whole_number_from_1_to_1_trillion'),
    ('per_units', '1000000', null),
    ('effective_at', 'infinity', 'effective_at_is_finite'),
    ('effective_at', '-infinity', 'effective_at_is_finite'),
    ('effective_at', '2999-01-01', null)
) as planted (type, value, name);
select throws_ok(format('select null::credits.%I', required.type), '23502', null, required.type)
from unnest(array['unit', 'units', 'price', 'per_units']) as required (type);

select * from finish();
rollback;
