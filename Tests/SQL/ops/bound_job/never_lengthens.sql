-- A step has no more time than its run has left, and never more than statements have anyway.
begin;
select plan(4);

select tests.a_job();
update ops.jobs set time_limit = '1 hour' where name = 'planted';
select r.id as id from ops.claim_job('one') r \gset
set local statement_timeout = '15s';
select ops.bound_job(:'id');
select is(current_setting('statement_timeout'), '15s', 'a shorter bound stays');
set local statement_timeout = 0;
select ops.bound_job(-1);
select is(current_setting('statement_timeout'), '0', 'what is not a run has none');
select ops.bound_job(:'id');
select cmp_ok(current_setting('statement_timeout')::interval, '<=', interval '1 hour', 'no bound becomes one');
update ops.job_runs set started_at = now() - interval '2 hours' where id = :'id';
-- One statement, because the next could not be expected to end within a millisecond.
select is(bounded.bound, '1ms', 'nothing left')
from (
    select ops.bound_job(:'id'), current_setting('statement_timeout') as bound, set_config('statement_timeout', '0', true)
    offset 0
) bounded;

select * from finish();
rollback;
