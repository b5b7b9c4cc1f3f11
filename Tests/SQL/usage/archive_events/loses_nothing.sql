-- What was used long ago moves to the archive: it is still proven, still shown, and an id that is there never counts
-- again, not even when the archive has been dropped.
begin;
select plan(17);

select tests.a_meter('pages');
select tests.a_user() as id \gset
select usage.record(:'id', 'pages', 2, 'old', p_job_id => 'job', p_metadata => '{}');
select tests.let_usage_age(:'id', 20);
select usage.record(:'id', 'pages', 3, 'young');
select tests.run_job('retention');

select is((select array_agg(e.event_id::text) from usage.events e where e.user_id = :'id'), array['young'], 'it has moved');
select results_eq(
    format('select event_id::text collate "default", quantity::numeric, job_id::text from usage.archived_events where user_id = %L', :'id'),
    $$values ('old', 2::numeric, 'job')$$, 'as it was'
);
select is_empty('select * from usage.verify()', 'counters are proven');
select is(
    tests.attempt('authenticated', :'id', 'select count(*) from api.usage_logs'), '2', 'the user sees both'
);
select is(
    tests.attempt('authenticated', gen_random_uuid(), 'select count(*) from api.usage_logs'), '0', 'nobody else does'
);
select is((usage.record(:'id', 'pages', 2, 'old')).job_id::text, 'job', 'a repeat answers the first');
select is((select count(*) from usage.events e where e.user_id = :'id'), 1::bigint, 'and leaves no row');
select is(
    tests.refusal(format('select usage.record(%L, ''pages'', 1, ''old'')', :'id')), 'TH409 event_id', 'another is refused'
);
select is_empty('select * from usage.verify()', 'it wasn''t counted');
select is(
    tests.refusal(format('delete from usage.events where user_id = %L', :'id')) ~ '^TH500', true,
    'nothing else leaves the table'
);
select is(
    tests.refusal(format('delete from usage.archived_events where user_id = %L', :'id')) ~ '^TH500', true, 'nor the archive'
);
select is(
    tests.refusal(format('update usage.archived_events set quantity = 1 where user_id = %L', :'id')) ~ '^TH500', true,
    'nor changes there'
);
select is(tests.run_job('retention') > 0, true, 'again');
select tests.tamper(format('update usage.archived_events set quantity = 1 where user_id = %L', :'id'));
select isnt_empty('select * from usage.verify()', 'what an administrator changes there is found');

update ops.retention_policies p set is_enabled = true, keep = '14 months' where p.relation = 'usage.archived_events';
select tests.run_job('retention');
select is_empty('select * from usage.verify()', 'of what was dropped the counters are what is left');
select is(
    (select r.rows_done from ops.retention_runs r where r.relation = 'usage.archived_events'), 1::bigint, 'which is noted'
);
select is(
    tests.refusal(format('select usage.record(%L, ''pages'', 2, ''old'')', :'id')), 'TH412 event_id',
    'and its id still counts no more'
);

select * from finish();
rollback;
