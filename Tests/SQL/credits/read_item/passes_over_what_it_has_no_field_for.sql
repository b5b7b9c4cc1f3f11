-- What a request has no field for is passed over, however much of it there is, and is never read.
begin;
select plan(3);

select is(
    (
        select concat_ws(' ', (r.request).meter, (r.request).quantity, r.field)
        from credits.read_item((null, null, null)::usage.operation, o.item) r
    ),
    o.answer, o.name
)
from (values
    ('{"meter": "calls", "quantity": 2, "Quantity": "many", "": {}, "meter ": [1]}'::jsonb, 'calls 2', 'a few'),
    ('{"plan": {"quantity": "many"}}', '', 'nothing else'),
    (
        '{"meter": "calls", "quantity": "many"}'
        || (select jsonb_object_agg('unknown ' || n, n) from generate_series(1, 50000) n),
        'quantity', 'very many, with one that is bad'
    )
) as o (item, answer, name);

select * from finish();
rollback;
