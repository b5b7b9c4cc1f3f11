-- Only an array of 1 to 1000 items is read at all.
begin;
select plan(6);

prepare reading (jsonb) as
select cardinality(r.requests)
from credits.read_items(
    (gen_random_uuid(), null, 'job', null, '15 minutes', null, null, '{}', null)::credits.reserve_request, '{}', $1
) r;

select throws_ok(
    format('execute reading(%L)', bad.items), 'TH001', 'invalid argument', coalesce(left(bad.items, 20), 'null')
)
from (values (null), ('{}'), ('"x"'), ('[]'), ((select jsonb_agg('{}'::jsonb)::text from generate_series(1, 1001)))) as bad (items);
select results_eq(
    format('execute reading(%L)', (select jsonb_agg('{}'::jsonb)::text from generate_series(1, 1000))), 'values (1000)', '1000'
);

select * from finish();
rollback;
