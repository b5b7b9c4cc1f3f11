-- A job without a price costs the default, and is marked so.
begin;
select plan(3);

update credits.default_price set price = 2.5;
select credits.set_price('planned', 'job', 1, p_effective_at => '2999-01-01');

select is(
    credits.price_job(asked.job_type, asked.units)::text,
    asked.answer,
    format('%s: %s', asked.job_type, asked.units)
)
from (values
    ('unknown', 1, '(,unknown,job,1,2.5,t)'),
    ('unknown', 4, '(,unknown,job,4,10,t)'),
    ('planned', 1, '(,planned,job,1,2.5,t)')
) as asked (job_type, units, answer);

select * from finish();
rollback;
