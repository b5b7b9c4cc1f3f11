-- A job goes step by step, each from where the one before ended; one that is out of time takes no more.
begin;
select plan(6);

select tests.a_job('select case when coalesce($1::integer, 0) < 2 then (coalesce($1::integer, 0) + 1)::text end');
select r.id as id from ops.claim_job('one') r \gset
select is(ops.step_job(:'id'), '1', 'first');
select is(ops.step_job(:'id', '1'), '2', 'second');
select is(ops.step_job(:'id', '2'), null, 'last');
select is((select r.steps from ops.job_runs r where r.id = :'id'), 3, 'counted');
update ops.jobs set last_started_at = now() - interval '1 day' where name = 'planted';
select is(tests.refusal(format('select ops.step_job(%s)', :'id')), 'TH520 planted', 'out of time');
select ops.finish_job(:'id', repeat('x', 1000));
select is((select length(j.last_error) from ops.jobs j where j.name = 'planted'), 500, 'what failed is told in brief');

select * from finish();
rollback;
