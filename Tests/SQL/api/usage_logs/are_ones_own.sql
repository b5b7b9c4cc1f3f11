-- A user reads the own uses without what services noted, in pages of at most 100.
begin;
select plan(6);

select tests.a_meter('calls');
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select usage.record(:'user_id', 'calls', 2, 'a', p_job_id => 'job', p_metadata => '{"note": "secret"}'),
    usage.record(:'other', 'calls', 1, 'a');
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select string_agg(concat_ws('' '', event_id, meter, quantity, job_id, overage, charged), '';'')
        from api.usage_logs'
    ),
    'a calls 2 job 0 0', 'one''s own'
);
select is(
    tests.attempt(
        'authenticated', :'user_id', format('select count(*) from api.usage_logs where user_id = %L', :'other')
    ),
    '0', 'none of another'
);
select is(tests.attempt('anon', null, 'select count(*) from api.usage_logs'), '42501', 'none for nobody');
select is(
    tests.attempt('service_role', null, 'select count(*) from api.usage_logs'), '2', 'all for a service'
);
select columns_are(
    'api', 'usage_logs',
    array['user_id', 'event_id', 'meter', 'quantity', 'at', 'recorded_at', 'job_id', 'overage', 'charged']
);
select is(ops.page_limit('api.usage_logs'::regclass), 100, 'a page has at most 100');

select * from finish();
rollback;
