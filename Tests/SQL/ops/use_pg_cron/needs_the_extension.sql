-- Jobs are handed to pg_cron only where it is installed.
begin;
select plan(1);

select is(tests.refusal('select ops.use_pg_cron()'), 'TH503 pg_cron', 'it says what is missing');

select * from finish();
rollback;
