-- A job costs its units times the price of its type, whatever number of units that is for.
begin;
select plan(8);

select credits.set_price('story', 'job', 5.5);
select credits.set_price('book', 'pages', 2);
select credits.set_price('chat', 'tokens', 0.0001);
select credits.set_price('translation', 'tokens', 0.15, 1000000);

select is(
    format('%s %s %s %s', p.unit, p.units, p.amount, p.is_default),
    asked.answer,
    format('%s: %s', asked.job_type, asked.units)
)
from (values
    ('story', 1, 'job 1 5.5 f'),
    ('story', 2, 'job 2 11 f'),
    ('book', 12.50, 'pages 12.5 25 f'),
    ('chat', 1, 'tokens 1 0.0001 f'),
    ('chat', 12345, 'tokens 12345 1.2345 f'),
    ('translation', 1000000, 'tokens 1000000 0.15 f'),
    ('translation', 20000000, 'tokens 20000000 3 f')
) as asked (job_type, units, answer)
cross join lateral credits.price_job(asked.job_type, asked.units) p;
select is(
    (credits.price_job('story')).price_id,
    (select p.id from credits.prices p where p.job_type = 'story'),
    'it names the price'
);

select * from finish();
rollback;
