-- A caller can't make temporary or other objects that a definer function might look up.
begin;
select plan(20);

select is(tests.attempt(r.role, null, made.sql), '42501', format('%s: %s', r.role, made.sql))
from (values ('anon'), ('authenticated'), ('service_role'), ('authenticator')) as r (role)
cross join unnest(array[
    'create temporary table accounts (id integer)', 'create table public.accounts (id integer)',
    'create type pg_temp.amount as (id integer)', 'create table api.accounts (id integer)', 'create schema mine'
]) as made (sql)
order by r.role, made.sql;

select * from finish();
rollback;
