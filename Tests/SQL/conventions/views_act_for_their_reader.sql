-- A view of ours reads with the rights of whoever reads it.
begin;
select plan(2);

prepare offenders as
select c.oid::regclass
from pg_class c
where
    c.relnamespace in (select tests.ours()) and c.relkind = 'v'
    and not coalesce('security_invoker=true' = any (c.reloptions), false);

select is_empty('offenders', 'all do');
create view api.planted_1 as select 1 as one;
create view api.planted_2 with (security_invoker = false) as select 1 as one;
create view api.planted_3 with (security_invoker = true) as select 1 as one;
select set_eq(
    'offenders', $$values ('api.planted_1'::regclass), ('api.planted_2')$$, 'planted ones are found'
);

select * from finish();
rollback;
