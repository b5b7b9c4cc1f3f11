-- What a call can't do without is refused when it is null.
begin;
select plan(8);

select throws_ok(format('select null::credits.%I', required.type), '23502', null, required.type)
from unnest(
    array[
        'metadata', 'user_id', 'reservation_id', 'priority', 'job_type', 'ttl', 'overage', 'source'
    ]
) as required (type);

select * from finish();
rollback;
