-- A run whose lease is over is lost: the next one to ask has the job, and the first can do no more.
begin;
select plan(7);

select tests.a_job();
select r.id as id from ops.claim_job('one') r \gset
select is((select r.id from ops.claim_job('two') r), null, 'while it has its lease');
update ops.jobs set leased_until = now() where name = 'planted';
select r.id as second from ops.claim_job('two') r \gset
select isnt(:'second'::bigint, :'id'::bigint, 'a new run');
select results_eq(
    'select error, finished_at is not null from ops.job_runs where id = ' || :'id', $$values ('lost', true)$$, 'the first is lost'
);
select is(tests.refusal(format('select ops.step_job(%s)', :'id')), 'TH404 job_run', 'it takes no step');
select is(tests.refusal(format('select ops.finish_job(%s)', :'id')), 'TH404 job_run', 'nor finishes');
select is(ops.step_job(:'second'), null, 'the second does');
select is(tests.refusal('select ops.claim_job(null)'), 'TH001 worker', 'nobody claims nothing');

select * from finish();
rollback;
