-- What an item leaves out is as in the defaults; what it has is read, numbers as strings too.
begin;
select plan(2);

create temporary table read on commit drop as
select r.*
from credits.read_item(
    (gen_random_uuid(), null, 'job', null, '15 minutes', null, null, '{}', null)::credits.reserve_request,
    '{"amount": "2.50", "job_type": "story", "request_id": "r-1"}'
) r;

select results_eq(
    $$select (r.request).amount::text, (r.request).job_type::text, (r.request).ttl::text, (r.request).metadata::text,
        (r.request).user_id is not null from read r$$,
    $$values ('2.50', 'story', '00:15:00', '{}', true)$$,
    'read'
);
select is(r.field is null and r.rule is null, true, 'no fault') from read r;

select * from finish();
rollback;
