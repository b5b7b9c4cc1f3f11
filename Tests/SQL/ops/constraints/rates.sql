-- Every constraint of ops.rates fires by its name; no two rates of a class and plan overlap, however they are written.
begin;
select plan(19);

select tests.a_limit(1);
delete from ops.rates where class = 'planted';
insert into ops.rates (class, plan, requests, period, effective) values
    ('planted', null, 1, '1 day', '[2026-01-01, 2026-02-01)'),
    ('planted', 'pro', 1, '1 day', '[2026-01-01, 2026-02-01)');
select is(
    tests.violation(
        format(
            'insert into ops.rates (class, plan, requests, period, effective) values (%L, %L, %s, %L, %L)',
            p.class, p.plan, p.requests, p.period, p.effective
        )
    ),
    p.name, p.why
)
from (values
    ('planted', null, '1', '1 day', '[2026-01-31, 2026-03-01)',
        'rates_of_a_class_and_plan_do_not_overlap', 'at the end'),
    ('planted', null, '1', '1 day', '[2025-12-01, 2026-01-01 00:00:01)',
        'rates_of_a_class_and_plan_do_not_overlap', 'at the start'),
    ('planted', null, '2', '1 hour', '[2025-01-01,)',
        'rates_of_a_class_and_plan_do_not_overlap', 'around it'),
    ('planted', 'pro', '2', '1 hour', '[2026-01-10, 2026-01-11)',
        'rates_of_a_class_and_plan_do_not_overlap', 'within a plan''s'),
    ('planted', 'free', '1', '1 day', '[2026-01-01,)', null, 'another plan'),
    ('planted', null, '1', '1 day', '[2026-02-01,)', null, 'right after it'),
    ('planted', null, '1', '1 day', '[2025-01-01, 2026-01-01)', null, 'right before it'),
    ('planted', 'pro', '1', '1 day', 'empty', 'rates_effective_is_from_a_time_on', 'never'),
    ('planted', 'pro', '1', '1 day', '(,2026-01-01)', 'rates_effective_is_from_a_time_on', 'from ever'),
    ('planted', 'pro', '1', '1 day', '[-infinity,2026-01-01)',
        'rates_effective_is_from_a_time_on', 'from infinity'),
    ('planted', 'pro', '1', '1 day', '[2027-01-01,infinity)', 'rates_effective_is_from_a_time_on', 'to infinity'),
    ('planted', 'pro', '1', '1 day', '[2027-01-01,2027-01-02]', 'rates_effective_is_from_a_time_on', 'its end included'),
    ('planted', 'pro', '0', '1 day', '[2027-01-01,)', 'rates_requests_is_1_to_1_million', 'no requests'),
    ('planted', 'pro', '1000001', '1 day', '[2027-01-01,)', 'rates_requests_is_1_to_1_million', 'too many'),
    ('planted', 'pro', '1', '1 month', '[2027-01-01,)', 'rates_period_is_1_second_to_31_days', 'a month'),
    ('planted', 'pro', '1', '0', '[2027-01-01,)', 'rates_period_is_1_second_to_31_days', 'no time'),
    ('odd', null, '1', '1 day', '[2027-01-01,)', 'rates_class_fkey', 'of no class'),
    ('planted', 'odd', '1', '1 day', '[2027-01-01,)', 'rates_plan_fkey', 'of no plan')
) as p (class, plan, requests, period, effective, name, why);
delete from ops.rate_classes where id = 'planted';
select is_empty('select from ops.rates where class = ''planted''', 'they go with their class');

select * from finish();
rollback;
