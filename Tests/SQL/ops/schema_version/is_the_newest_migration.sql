-- The functions were written for the newest migration. The runner passes its name.
begin;
select plan(1);

select is(ops.schema_version(), :'newest_migration', 'the newest file of sql/migrations');

select * from finish();
rollback;
