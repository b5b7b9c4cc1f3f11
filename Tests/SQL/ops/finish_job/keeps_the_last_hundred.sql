-- The last hundred runs of each job are kept.
begin;
select plan(2);

select tests.a_job();
insert into ops.job_runs (job, worker, finished_at) select 'planted', 'x', now() from generate_series(1, 150);
insert into ops.job_runs (job, worker, finished_at) select 'sweep', 'x', now() from generate_series(1, 150);
select count(*) as others from ops.job_runs where job = 'sweep' \gset
select r.id as id from ops.claim_job('one') r \gset
select ops.finish_job(:'id');
select is((select count(*) from ops.job_runs where job = 'planted'), 100::bigint, 'of this one');
select is((select count(*) from ops.job_runs where job = 'sweep'), :'others'::bigint, 'others stay');

select * from finish();
rollback;
