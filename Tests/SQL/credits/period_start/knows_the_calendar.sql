-- A period starts at midnight in UTC, whatever zone the session is in; later months are whole
-- months.
begin;
select plan(8);

set local timezone = 'Pacific/Kiritimati';

select is(
    credits.period_start(asked.period, asked.months),
    asked.start::timestamptz,
    format('%s + %s', asked.period, asked.months)
)
from (values
    ('2026-11', 0, '2026-11-01 00:00+00'),
    ('2026-12', 1, '2027-01-01 00:00+00'),
    ('2028-02', 0, '2028-02-01 00:00+00'),
    ('2028-02', 1, '2028-03-01 00:00+00'),
    ('2027-02', 1, '2027-03-01 00:00+00'),
    ('2026-01', 1, '2026-02-01 00:00+00'),
    ('2026-01', 13, '2027-02-01 00:00+00'),
    ('9999-12', 121, '10010-01-01 00:00+00')
) as asked (period, months, start);

select * from finish();
rollback;
