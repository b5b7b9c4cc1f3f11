-- Every schema, table, view, function, domain and row type has a comment.
begin;
select plan(2);

prepare offenders as
select p.oid::regprocedure::text
from pg_proc p
where p.pronamespace in (select tests.ours()) and obj_description(p.oid, 'pg_proc') is null
union all
select c.oid::regclass::text
from pg_class c
where c.relnamespace in (select tests.ours()) and c.relkind in (
    'r', 'p', 'v', 'm', 'f'
) and obj_description(c.oid, 'pg_class') is null
union all
select t.oid::regtype::text
from pg_type t
left join pg_class c on c.oid = t.typrelid
where
    t.typnamespace in (select tests.ours())
    and (t.typtype in ('d', 'e', 'r') or t.typtype = 'c' and c.relkind = 'c')
    and obj_description(t.oid, 'pg_type') is null
union all
select n.nspname::text
from pg_namespace n
where n.oid in (select tests.ours()) and obj_description(n.oid, 'pg_namespace') is null;

select is_empty('offenders', 'all have');
create function ops.planted() returns void language sql begin atomic; select; end;
create table ops.planted_table (id integer);
create view ops.planted_view as select 1 as one;
create domain ops.planted_domain as text;
create type ops.planted_type as (id integer);
create schema planted_schema authorization thin_owner;
select set_eq(
    'offenders',
    $$values ('ops.planted()'), ('ops.planted_table'), ('ops.planted_view'), ('ops.planted_domain'),
        ('ops.planted_type'), ('planted_schema')$$,
    'planted ones are found'
);

select * from finish();
rollback;
