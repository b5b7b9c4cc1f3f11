-- Periods end on the anchor's day, or on the month's last where there is none; years know 29 February;
-- clocks that change, and the session's time zone, do nothing.
begin;
select plan(14);

set local timezone = 'Europe/Berlin';
select is(
    billing.period_boundary(c.anchor::timestamptz, c.cycle, c.periods), c.boundary::timestamptz,
    format('%s %s from %s', c.periods, c.cycle, c.anchor)
)
from (values
    ('2027-01-31 10:00+00', 'monthly', 1, '2027-02-28 10:00+00'),
    ('2027-01-31 10:00+00', 'monthly', 2, '2027-03-31 10:00+00'),
    ('2027-01-31 10:00+00', 'monthly', 3, '2027-04-30 10:00+00'),
    ('2028-01-31 10:00+00', 'monthly', 1, '2028-02-29 10:00+00'),
    ('2028-01-30 10:00+00', 'monthly', 1, '2028-02-29 10:00+00'),
    ('2027-12-31 23:59:59.999999+00', 'monthly', 2, '2028-02-29 23:59:59.999999+00'),
    ('2027-03-28 01:30+00', 'monthly', 1, '2027-04-28 01:30+00'),
    ('2027-10-31 00:30+00', 'monthly', 1, '2027-11-30 00:30+00'),
    ('2028-02-29 10:00+00', 'yearly', 1, '2029-02-28 10:00+00'),
    ('2028-02-29 10:00+00', 'yearly', 4, '2032-02-29 10:00+00'),
    ('2096-02-29 10:00+00', 'yearly', 4, '2100-02-28 10:00+00'),
    ('2027-06-15 10:00+00', 'yearly', 1, '2028-06-15 10:00+00'),
    ('2027-01-31 10:00+00', 'monthly', 0, '2027-01-31 10:00+00'),
    ('2027-01-31 23:30-05', 'monthly', 1, '2027-03-01 04:30+00')
) as c (anchor, cycle, periods, boundary);

select * from finish();
rollback;
