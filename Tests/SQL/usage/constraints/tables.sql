-- Every constraint of meters, limits, counters and events fires by its name.
begin;
select plan(26);

select tests.a_meter('calls', 5);
select tests.a_user() as user_id \gset
select usage.record(:'user_id', 'calls', 2, 'a');
select is(tests.violation(c.sql), c.name, c.sql)
from (values
    ('insert into usage.meters (id, name, unit) values (''calls'', ''x'', ''calls'')', 'meters_pkey'),
    ('insert into usage.meters (id, name, unit) values (''A'', ''x'', ''calls'')', 'meter_is_a_short_identifier'),
    ('update usage.meters set name = ''''', 'meters_name_is_short'),
    ('update usage.meters set unit = ''pounds''', 'meters_unit_is_known'),
    ('update usage.meters set provider = ''OpenAI''', 'meters_provider_is_a_short_identifier'),
    ('update usage.meters set job_type = ''An image''', 'meters_job_type_is_a_short_identifier'),
    ('insert into usage.limits (plan, meter, quantity) values (''gold'', ''calls'', 1)', 'limits_plan_fkey'),
    ('insert into usage.limits (plan, meter, quantity) values (''pro'', ''x'', 1)', 'limits_meter_fkey'),
    ('insert into usage.limits (plan, meter, quantity) values (''free'', ''calls'', 1)', 'limits_pkey'),
    ('update usage.limits set per = ''year''', 'per_is_day_or_month'),
    ('update usage.limits set kind = ''none''', 'limits_kind_is_hard_or_soft'),
    ('update usage.limits set quantity = -1', 'total_is_zero_or_more'),
    ('update usage.limits set quantity = ''NaN''', 'total_is_zero_or_more'),
    ('update usage.limits set overage_price = 1', 'limits_overage_price_is_of_a_soft_limit'),
    (
        'update usage.limits set kind = ''soft'', overage_price = 0',
        'limits_overage_price_is_above_0_with_at_most_10_decimals'
    ),
    ('update usage.counters set starts_on = starts_on + 1 where per = ''month''', 'counters_month_starts_on_its_first'),
    ('update usage.counters set quantity = -1', 'total_is_zero_or_more'),
    ('update usage.counters set meter = ''x''', 'counters_meter_fkey'),
    ('update usage.counters set user_id = gen_random_uuid()', 'counters_user_id_fkey'),
    ('delete from usage.meters', 'counters_meter_fkey'),
    ('insert into usage.counters select * from usage.counters', 'counters_pkey'),
    ('insert into usage.events select * from usage.events', 'events_pkey'),
    ('update usage.events set overage = 3', 'events_overage_not_above_quantity'),
    ('update usage.events set charged = 1', 'events_charged_names_its_reservation'),
    ('update usage.events set quantity = 0', 'quantity_is_above_0_up_to_1_trillion_with_at_most_4_decimals'),
    ('update usage.events set event_id = ''''', 'event_id_is_1_to_200_characters')
) as c (sql, name);

select * from finish();
rollback;
