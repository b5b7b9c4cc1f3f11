-- A job is priced by what was, is or will be in force at its time, the end of a price left out.
begin;
select plan(7);

insert into credits.prices (job_type, unit, price, effective) values
    ('story', 'job', 2, '[2026-01-01 00:00+00, 2026-02-01 00:00+00)'),
    ('story', 'job', 3, '[2026-02-01 00:00+00, 2026-03-01 00:00+00)');

select is(
    (credits.price_job('story', p_at => asked.at::timestamptz)).amount,
    asked.amount::numeric,
    asked.at
)
from (values
    ('2025-12-31 23:59:59.999999+00', 1),
    ('2026-01-01 00:00+00', 2),
    ('2026-01-31 23:59:59.999999+00', 2),
    ('2026-02-01 00:00+00', 3),
    ('2026-03-01 00:00+00', 1),
    ('infinity', 1)
) as asked (at, amount);
select is(tests.refusal('select credits.price_job(''story'', 1, null)'), 'TH001 at', 'at no time');

select * from finish();
rollback;
