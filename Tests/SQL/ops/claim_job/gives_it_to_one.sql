-- A job that is due is given to one, until that one has finished it and it is due again.
begin;
select plan(9);

select tests.a_job();
select r.id as id from ops.claim_job('one') r \gset
select results_eq(
    format('select job, worker, finished_at, steps from ops.job_runs where id = %s', :'id'),
    $$values ('planted', 'one', null::timestamptz, 0)$$, 'claimed'
);
select is((select r.id from ops.claim_job('two') r), null, 'by nobody else');
select is(ops.step_job(:'id'), null, 'it has one step');
select ops.finish_job(:'id');
select is((select r.id from ops.claim_job('two') r), null, 'then it is not due');
select results_eq(
    $$select run_id, leased_until, last_error, last_succeeded_at is not null, next_run_at from ops.jobs where name = 'planted'$$,
    $$select null::bigint, null::timestamptz, null, true, date_trunc('day', clock_timestamp(), 'UTC') + interval '1 day'$$,
    'and due at the next multiple'
);
update ops.jobs set next_run_at = now() where name = 'planted';
select isnt((select r.id from ops.claim_job('two') r), null, 'until it is');
update ops.jobs set run_id = null, leased_until = null, next_run_at = now(), is_enabled = false where name = 'planted';
select is((select r.id from ops.claim_job('two') r), null, 'but not when it is switched off');
update ops.jobs set is_enabled = true, runner = 'pg_cron' where name = 'planted';
select is((select r.id from ops.claim_job('two') r), null, 'or given to another runner');
select isnt((select r.id from ops.claim_job('two', 'pg_cron', 'planted') r), null, 'who gets it');

select * from finish();
rollback;
