-- A period is a real month, written YYYY-MM.
begin;
select plan(13);

select is(
    tests.violation(format('select %L::credits.period', planted.value)),
    case when not planted.is_good then 'period_is_a_month_as_yyyy_mm' end,
    format('%L', planted.value)
)
from (values
    ('2026-01', true),
    ('2026-12', true),
    ('2026-00', false),
    ('2026-13', false),
    ('2026-1', false),
    ('0000-01', false),
    ('26-01', false),
    ('2026-01-01', false),
    (' 2026-01', false),
    (e'2026-01\n', false),
    ('２０２６-01', false),
    ('', false)
) as planted (value, is_good);
select throws_ok('select null::credits.period', '23502', null, 'null');

select * from finish();
rollback;
