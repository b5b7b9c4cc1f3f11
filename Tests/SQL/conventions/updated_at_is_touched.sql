-- A table with updated_at has the trigger that sets it.
begin;
select plan(2);

prepare offenders as
select c.oid::regclass
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'updated_at' and not a.attisdropped
where
    c.relnamespace in (select tests.ours()) and c.relkind in ('r', 'p') and c.relnamespace <> to_regnamespace('auth')
    and not exists (
        select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'ops.touch_updated_at'::regproc and t.tgenabled in (
            'O',
            'A'
        )
    );

select is_empty('offenders', 'all have');
create table ops.planted (updated_at timestamptz);
select set_eq('offenders', $$values ('ops.planted'::regclass)$$, 'a planted one is found');

select * from finish();
rollback;
