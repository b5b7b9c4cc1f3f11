-- Shares of a period are exact to the second and rounded half up; nothing is left at its end, all at its
-- start.
begin;
select plan(8);

select is(
    format('%s %s', p.credit, p.charge), c.expected, format('%s at %s', c.amount, c.at)
)
from (values
    (1000, 3000, true, '2027-04-01 00:00+00', '1000 3000'),
    -- A call that has waited for one that began the period.
    (2592000, 2592000, true, '2027-03-31 23:59:00+00', '2592000 2592000'),
    (1000, 3000, true, '2027-05-01 00:00+00', '0 0'),
    (1000, 3000, true, '2027-05-02 00:00+00', '0 0'),
    (1000, 3000, true, '2027-04-30 23:59:59+00', '0 0'),
    (2592000, 0, true, '2027-04-30 23:59:59+00', '1 0'),
    (2592000, 1, true, '2027-04-16 00:00+00', '1296000 1'),
    (1000, 3000, false, '2027-04-16 00:00+00', '500 3000')
) as c (amount, new_amount, keeps, at, expected)
cross join lateral billing.prorate(
    jsonb_populate_record(
        null::billing.subscriptions,
        jsonb_build_object(
            'unit_amount', c.amount, 'current_period_start_at', '2027-04-01 00:00+00',
            'current_period_end_at', '2027-05-01 00:00+00', 'renews_itself', true, 'cycle', 'monthly'
        )
    ),
    c.new_amount, c.keeps, c.at::timestamptz
) p;

select * from finish();
rollback;
