-- PUBLIC has no right on any schema, table, view or sequence of ours.
begin;
select plan(2);

prepare offenders as
select c.oid::regclass::text
from pg_class c
cross join lateral aclexplode(c.relacl) a
where c.relnamespace in (select tests.ours()) and a.grantee = 0
union all
select c.oid::regclass::text
from pg_class c
join pg_attribute t on t.attrelid = c.oid
cross join lateral aclexplode(t.attacl) a
where c.relnamespace in (select tests.ours()) and a.grantee = 0
union all
select n.nspname::text
from pg_namespace n
cross join lateral aclexplode(n.nspacl) a
where n.oid in (select tests.ours()) and a.grantee = 0;

select is_empty('offenders', 'none');
create table ops.planted (id integer, name text);
grant select on ops.planted to public;
grant update (name) on ops.planted to public;
grant usage on schema audit to public;
select bag_eq(
    'offenders', $$values ('ops.planted'), ('ops.planted'), ('audit')$$, 'planted ones are found'
);

select * from finish();
rollback;
