-- Row level security is enabled and forced on every table.
begin;
select plan(2);

prepare offenders as
select c.oid::regclass
from pg_class c
where
    c.relnamespace in (select tests.ours()) and c.relkind in ('r', 'p')
    and not (c.relrowsecurity and c.relforcerowsecurity);

select is_empty('offenders', 'on all');
create table ops.planted_1 (id integer);
create table ops.planted_2 (id integer);
alter table ops.planted_2 enable row level security;
select set_eq(
    'offenders', $$values ('ops.planted_1'::regclass), ('ops.planted_2')$$, 'planted ones are found'
);

select * from finish();
rollback;
