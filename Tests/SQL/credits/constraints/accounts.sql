-- Every constraint of credits.accounts fires by its name.
begin;
select plan(10);

select tests.a_user(10) as user_id \gset

select is(tests.violation(format(planted.sql, :'user_id')), planted.name, planted.sql)
from (values
    ('insert into credits.accounts (user_id) values (%L)', 'accounts_pkey'),
    ('insert into credits.accounts (user_id) select null where %L is not null', 'user_id'),
    (
        'update credits.accounts set debt = 3, debt_limit = 1, clawback_limit = 1.9999 where user_id = %L',
        'accounts_debt_not_above_limit'
    ),
    (
        'update credits.accounts set available = -0.0001 where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.accounts set held = -0.0001 where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.accounts set debt = -0.0001 where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.accounts set debt_limit = ''NaN'' where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.accounts set clawback_limit = ''NaN'' where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    ('update credits.accounts set available = null where user_id = %L', 'available'),
    ('update credits.accounts set next_expiry_at = null where user_id = %L', 'next_expiry_at')
) as planted (sql, name);

select * from finish();
rollback;
