-- A step runs with the rights of the owner, who is no superuser, and can't become anybody else.
begin;
select plan(2);

select tests.a_job('select current_user::text');
select r.id as id from ops.claim_job('one') r \gset
select is(ops.step_job(:'id'), 'thin_owner', 'the owner');
update ops.jobs set statement = 'select set_config(''role'', ''none'', true)' where name = 'planted';
select is(tests.refusal(format('select ops.step_job(%s)', :'id')), '42501', 'and nobody else');

select * from finish();
rollback;
