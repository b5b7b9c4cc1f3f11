-- Amounts, balances and movements are exact, bounded and finite.
begin;
select plan(20);

select is(
    tests.violation(format('select %L::credits.%I', planted.value, planted.type)),
    planted.name,
    format('%s of %s', planted.type, planted.value)
)
from (values
    ('amount', '0', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('amount', '-1', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('amount', '0.00001', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    (
        'amount', '10000000000000.0001',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'
    ),
    ('amount', 'NaN', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('amount', 'Infinity', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('amount', '-Infinity', 'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'),
    ('amount', '10000000000000', null),
    ('amount', '0.0001', null),
    ('balance', '-0.0001', 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ('balance', '0.00001', 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ('balance', '1e18', 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ('balance', 'NaN', 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ('balance', 'Infinity', 'balance_is_zero_or_more_with_at_most_4_decimals'),
    ('balance', '0', null),
    ('movement', '0', 'movement_is_not_zero_and_has_at_most_4_decimals'),
    ('movement', '-0.00001', 'movement_is_not_zero_and_has_at_most_4_decimals'),
    ('movement', 'NaN', 'movement_is_not_zero_and_has_at_most_4_decimals'),
    ('movement', '-Infinity', 'movement_is_not_zero_and_has_at_most_4_decimals'),
    ('movement', '-1', null)
) as planted (type, value, name);

select * from finish();
rollback;
