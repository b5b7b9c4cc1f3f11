-- However long a header is, the log keeps its beginning.
begin;
select plan(1);

select set_config(
    'request.headers',
    jsonb_build_object(
        'x-request-id',
        repeat('i', 1000),
        'x-forwarded-for',
        repeat('f', 1000),
        'user-agent',
        repeat('a', 1000)
    )::text,
    true
);
insert into credits.metadata_keys (key, description) values ('planted', 'x');

select results_eq(
    'select length(request_id), length(address), length(agent) from audit.log
    order by id desc limit 1',
    'values (200, 200, 500)',
    'cut'
);

select * from finish();
rollback;
