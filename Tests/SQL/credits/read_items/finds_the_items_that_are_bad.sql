-- Each bad item has a fault, at its place; the others are read, at theirs.
begin;
select plan(2);

create temporary table read on commit drop as
select r.*
from credits.read_items(
    (gen_random_uuid(), null, 'job', null, '15 minutes', null, null, '{}', null)::credits.reserve_request,
    '{user_id,job_type}',
    '[
        {"user_id": "00000000-0000-0000-0000-000000000001", "job_type": "one"},
        {"job_type": "story"},
        {"user_id": "00000000-0000-0000-0000-000000000002", "job_type": null},
        {"user_id": "00000000-0000-0000-0000-000000000002", "job_type": "story", "charged": 1},
        7, null, [], "x",
        {"user_id": "00000000-0000-0000-0000-000000000002", "job_type": "Story"},
        {"user_id": "00000000-0000-0000-0000-000000000002", "job_type": "story", "ttl": "soon"},
        {"user_id": "00000000-0000-0000-0000-000000000003", "job_type": "two", "request_id": "r"}
    ]'
) r;

select results_eq(
    'select f.ordinality, f.field, f.rule from read r cross join unnest(r.faults) f order by 1',
    $$values
        (2, 'user_id', 'user_id is required'),
        (3, 'job_type', 'job_type is required'),
        (4, 'charged', 'there is no such argument'),
        (5, 'items', 'an item is an object'),
        (6, 'items', 'an item is an object'),
        (7, 'items', 'an item is an object'),
        (8, 'items', 'an item is an object'),
        (9, 'job_type', 'job type is a short identifier'),
        (10, 'ttl', 'ttl is malformed')$$,
    'faults'
);
select results_eq(
    'select q.ordinality, q.job_type::text from read r cross join unnest(r.requests) with ordinality q
    where q.user_id is not null order by 1',
    $$values (1::bigint, 'one'), (11, 'two')$$,
    'requests'
);

select * from finish();
rollback;
