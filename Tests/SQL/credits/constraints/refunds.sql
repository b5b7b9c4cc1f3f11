-- Every constraint of credits.refunds fires by its name.
begin;
select plan(8);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 4) as id \gset
select credits.confirm(:'user_id', :'id');
select credits.refund(:'user_id', :'id', 1);

select is(tests.violation(format(planted.sql, :'user_id')), planted.name, planted.sql)
from (values
    ('insert into credits.refunds select * from credits.refunds where user_id = %L', 'refunds_pkey'),
    (
        'insert into credits.refunds (user_id, reservation_id, charged)
            select gen_random_uuid(), reservation_id, 1 from credits.refunds where user_id = %L',
        'refunds_user_id_fkey'
    ),
    ('update credits.refunds set refunded = 4.0001 where user_id = %L', 'refunds_not_above_charged'),
    ('update credits.refunds set compensated = 3.0001 where user_id = %L', 'refunds_not_above_charged'),
    (
        'update credits.refunds set refunded = -1 where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.refunds set compensated = ''NaN'' where user_id = %L',
        'balance_is_zero_or_more_with_at_most_4_decimals'
    ),
    (
        'update credits.refunds set charged = 0 where user_id = %L',
        'amount_is_above_0_up_to_10_trillion_with_at_most_4_decimals'
    ),
    ('update credits.refunds set reason = '''' where user_id = %L', 'reason_is_1_to_500_characters')
) as planted (sql, name);

select * from finish();
rollback;
