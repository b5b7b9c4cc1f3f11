-- Tables, views, functions and types of ours belong to the owner.
begin;
select plan(2);

prepare offenders as
select c.oid::regclass::text
from pg_class c
where c.relnamespace in (select tests.ours()) and c.relkind in (
    'r', 'p', 'v', 'm', 'f', 'S'
) and c.relowner <> 'thin_owner'::regrole
union all
select p.oid::regprocedure::text
from pg_proc p
where p.pronamespace in (select tests.ours()) and p.proowner <> 'thin_owner'::regrole
union all
select t.oid::regtype::text
from pg_type t
where t.typnamespace in (select tests.ours()) and t.typtype = 'd' and t.typowner <> 'thin_owner'::regrole;

select is_empty('offenders', 'all do');
create table ops.planted_table (id integer);
create function ops.planted() returns void language sql begin atomic; select; end;
create domain ops.planted_domain as text;
select set_eq(
    'offenders', $$values ('ops.planted_table'), ('ops.planted()'), ('ops.planted_domain')$$,
    'planted ones are found'
);

select * from finish();
rollback;
