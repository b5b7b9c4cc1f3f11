-- How long what is due has waited, what was given up, and jobs that fail.
begin;
select plan(7);

update ops.webhook_settings set allows_http = true, allows_private_addresses = true;
select ops.add_webhook_endpoint('http://127.0.0.1/x', 'x', '{test.a}') \g /dev/null
delete from ops.webhook_deliveries;
select ops.post_webhook(gen_random_uuid(), 'test.a', '{}', now()) from generate_series(1, 3);
update ops.webhook_deliveries set next_attempt_at = '2026-01-01 00:00:00+00';
update ops.webhook_deliveries set failed_at = now() where id = (select id from ops.webhook_deliveries limit 1);
update ops.jobs set last_error = '22012: division by zero', last_succeeded_at = '2026-01-01 00:00:00+00'
where name = 'sweep';

create temporary view told as select m.* from ops.metrics('2026-01-01 00:02:00+00') m;

select is((select value from told where name = 'thin_webhooks_waiting'), 2::numeric, 'two wait');
select is((select value from told where name = 'thin_webhooks_lag_seconds'), 120::numeric, 'for two minutes');
select is((select value from told where name = 'thin_webhooks_dead'), 1::numeric, 'one was given up');
select is(
    (select value from told where name = 'thin_job_age_seconds' and labels = 'job="sweep"'), 120::numeric,
    'a job''s age counts from its last success'
);
select is(
    (select value from told where name = 'thin_job_failing' and labels = 'job="sweep"'), 1::numeric, 'it fails'
);
select is(
    (select count(*) from told where name = 'thin_job_failing'),
    (select count(*) from ops.jobs where is_enabled), 'each job is there'
);
update ops.jobs set is_enabled = false where name = 'sweep';
select is_empty(
    $$select from told where labels = 'job="sweep"'$$, 'one that is switched off makes no noise'
);

select * from finish();
rollback;
