-- A table of settings has one row.
begin;
select plan(8);

select is(tests.violation(planted.sql), planted.name, planted.sql)
from (values
    ('insert into credits.default_price (price) values (1)', 'default_price_pkey'),
    ('insert into credits.default_price (id, price) values (false, 1)', 'default_price_is_one_row'),
    (
        'update credits.default_price set price = 0',
        'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals'
    ),
    ('update credits.default_price set price = null', '23502'),
    ('insert into credits.signup_settings default values', 'signup_settings_pkey'),
    ('insert into credits.signup_settings (id) values (false)', 'signup_settings_is_one_row'),
    (
        'update credits.signup_settings set claims_per_network_and_hour = 0',
        'signup_settings_claims_per_network_and_hour_is_1_to_10000'
    ),
    (
        'update credits.signup_settings set claims_per_network_and_hour = 10001',
        'signup_settings_claims_per_network_and_hour_is_1_to_10000'
    )
) as planted (sql, name);

select * from finish();
rollback;
