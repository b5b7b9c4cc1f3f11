-- Budgets say whose they are, once; settings are one row of sane values.
begin;
select plan(11);

select tests.a_member() as user_id \gset
select (identity.create_api_key(:'user_id', 'a', '{ai:call}')).id as key_id \gset
select is(tests.violation(format('insert into ai.budgets (%s)', format(c.row, :'user_id', :'key_id'))), c.violated, c.row)
from (
    values
        ('api_key_id, period, amount) values (%2$L, ''day'', 1', 'budgets_key_is_of_a_user'),
        ('user_id, model, period, amount) values (%1$L, ''m'', ''day'', 1', 'budgets_model_is_of_a_provider'),
        ('is_own, period, amount) values (true, ''day'', 1', 'budgets_own_is_of_a_user'),
        ('period, amount) values (''week'', 1', 'period_is_day_or_month'),
        ('period, amount) values (''day'', -1', 'balance_is_zero_or_more_with_at_most_4_decimals'),
        ('period, amount) values (''day'', ''NaN''', 'balance_is_zero_or_more_with_at_most_4_decimals'),
        ('period, amount) values (''day'', 1), (''day'', 2', 'budgets_once_for_the_same_key')
) c (row, violated);
select is(tests.violation('update ai.settings set ' || c.change), c.violated, c.change)
from (
    values
        ('credits_per_usd = 0', 'settings_credits_per_usd_is_above_0_up_to_1_million'),
        ('credits_per_usd = ''NaN''', 'settings_credits_per_usd_is_above_0_up_to_1_million'),
        ('tries_max = 0', 'settings_tries_max_is_1_to_10'),
        ('held_for = ''2 days''', 'settings_held_for_is_1_minute_to_1_day')
) c (change, violated);

select * from finish();
rollback;
