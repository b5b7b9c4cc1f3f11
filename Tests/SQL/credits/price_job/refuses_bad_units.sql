-- Units are refused before any cost is computed, whether or not the job type has a price.
begin;
select plan(19);

select credits.set_price('chat', 'tokens', 1);

select is(
    tests.refusal(format('select credits.price_job(%L, %s)', job.type, bad.units)),
    'TH001 units',
    format('%s: %s', job.type, bad.units)
)
from unnest(array['chat', 'unknown']) as job (type)
cross join unnest(array[
    '0', '-1', 'null', '''NaN''', '''Infinity''', '''-Infinity''', '0.00001', '1000000000000.0001'
]) as bad (units);
select is(
    tests.refusal(format('select credits.price_job(%L)', bad.type)), 'TH001 job_type',
    format('%L', bad.type)
)
from (values (null), (''), ('A story')) as bad (type);

select * from finish();
rollback;
