-- A batch that is no array of 1 to 1000 items is refused as a whole.
begin;
select plan(4);

select is(
    tests.refusal(format('select credits.reserve_items(%L)', bad.items)), 'TH001 items', coalesce(bad.items, 'null')
)
from (values (null), ('{}'), ('[]')) as bad (items);
select is(
    tests.refusal(
        'select credits.reserve_items((select jsonb_agg(''{}''::jsonb) from generate_series(1, 1001)))'
    ),
    'TH001 items',
    '1001'
);

select * from finish();
rollback;
