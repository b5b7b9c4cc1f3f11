-- Every constraint of credits.prices fires by its name; no two prices of a job type overlap.
begin;
select plan(19);

insert into credits.prices (id, job_type, unit, price, effective) values
    ('00000000-0000-4000-8000-000000000001', 'story', 'job', 1, '[2026-01-01, 2026-02-01)');

select is(
    tests.violation(
        format(
            'insert into credits.prices (id, job_type, unit, price, per_units, effective)
            values (%L, %L, %L, %s, %s, %L)',
            coalesce(planted.id, gen_random_uuid()), planted.job_type, planted.unit, planted.price,
            planted.per_units, planted.effective
        )
    ),
    planted.name,
    planted.why
)
from (values
    (
        '00000000-0000-4000-8000-000000000001'::uuid, 'other', 'job', '1', '1', '[2026-01-01,)',
        'prices_pkey', 'an id twice'
    ),
    (
        null, 'story', 'job', '1', '1', '[2026-01-31, 2026-03-01)',
        'prices_of_a_job_type_do_not_overlap', 'an overlap at the end'
    ),
    (
        null, 'story', 'job', '1', '1', '[2025-12-01, 2026-01-01 00:00:01)',
        'prices_of_a_job_type_do_not_overlap', 'an overlap at the start'
    ),
    (
        null, 'story', 'job', '1', '1', '[2025-01-01,)', 'prices_of_a_job_type_do_not_overlap',
        'one around it'
    ),
    (
        null, 'story', 'tokens', '1', '1', '[2026-01-10, 2026-01-11)',
        'prices_of_a_job_type_do_not_overlap', 'one within, by another unit'
    ),
    (null, 'story', 'job', '1', '1', '[2026-02-01, 2026-03-01)', null, 'one right after it'),
    (null, 'story', 'job', '1', '1', '[2025-12-01, 2026-01-01)', null, 'one right before it'),
    (null, 'stories', 'job', '1', '1', '[2026-01-01,)', null, 'one of another type'),
    (null, 'page', 'job', '1', '1', 'empty', 'prices_effective_is_from_a_time_on', 'never'),
    (
        null, 'page', 'job', '1', '1', '(,2026-01-01)', 'prices_effective_is_from_a_time_on',
        'from ever'
    ),
    (
        null, 'page', 'job', '1', '1', '[-infinity,2026-01-01)',
        'prices_effective_is_from_a_time_on', 'from infinity'
    ),
    (
        null, 'page', 'job', '1', '1', '[2026-01-01,infinity)',
        'prices_effective_is_from_a_time_on', 'to infinity'
    ),
    (
        null, 'page', 'job', '1', '1', '[2026-01-01,2026-01-02]',
        'prices_effective_is_from_a_time_on', 'its end included'
    ),
    (
        null, 'page', 'job', '1', '1', '(2026-01-01,2026-01-02)',
        'prices_effective_is_from_a_time_on', 'its start left out'
    ),
    (null, 'page', 'job', '1', '1', null, 'effective', 'no time'),
    (
        null, 'page', 'job', '1', '10', '[2026-01-01,)', 'prices_job_is_priced_one_by_one',
        'ten jobs'
    ),
    (
        null, 'page', 'pages', '0', '1', '[2026-01-01,)',
        'price_is_above_0_up_to_10_trillion_with_at_most_10_decimals', 'no price'
    ),
    (
        null, 'page', 'pages', '1', '0', '[2026-01-01,)',
        'per_units_is_a_whole_number_from_1_to_1_trillion', 'for no units'
    ),
    (
        null, 'Page', 'pages', '1', '1', '[2026-01-01,)', 'job_type_is_a_short_identifier',
        'a bad type'
    )
) as planted (id, job_type, unit, price, per_units, effective, name, why);

select * from finish();
rollback;
