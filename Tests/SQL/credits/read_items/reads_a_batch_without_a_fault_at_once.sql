-- A batch without a fault has none, and its requests stand in order.
begin;
select plan(2);

create temporary table read on commit drop as
select r.*
from credits.read_items(
    (gen_random_uuid(), null, 'job', null, '15 minutes', null, null, '{}', null)::credits.reserve_request,
    '{user_id}',
    '[{"user_id": "00000000-0000-0000-0000-000000000001", "amount": 1.5},
      {"user_id": "00000000-0000-0000-0000-000000000001", "amount": "2"}]'
) r;

select is(cardinality(r.faults), null, 'no fault') from read r;
select results_eq(
    'select q.amount::text, q.ttl::text from read r cross join unnest(r.requests) q',
    $$values ('1.5', '00:15:00'), ('2', '00:15:00')$$,
    'in order'
);

select * from finish();
rollback;
