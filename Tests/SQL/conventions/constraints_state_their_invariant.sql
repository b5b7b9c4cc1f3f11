-- A constraint's name says what holds; none has a name that PostgreSQL made up.
begin;
select plan(2);

prepare offenders as
select c.conname::text
from pg_constraint c
left join pg_class r on r.oid = c.conrelid
left join pg_type t on t.oid = c.contypid
where
    c.connamespace in (select tests.ours()) and c.contype <> 't'
    and (
        c.contype in ('c', 'x') and c.conname ~ '(_check|_excl)[0-9]*$'
        or c.conname ~ '[0-9]$' and c.conname ~ '_(check|fkey|key|pkey|excl)[0-9]+$'
        -- Keys are named after their table.
        or c.contype in ('p', 'u', 'f') and (
            c.conname !~ '_(pkey|key|fkey)$' or left(
                c.conname,
                length(r.relname) + 1
            ) <> r.relname || '_'
        )
        or c.contype = 'c' and r.oid is not null and left(
            c.conname,
            length(r.relname) + 1
        ) <> r.relname || '_'
        or t.oid is not null and left(c.conname, length(t.typname) + 1) <> t.typname || '_'
    );

select is_empty('offenders', 'all do');
create table ops.planted (
    id integer check (id > 0) check (id < 9),
    constraint small check (id < 5),
    name text constraint planted_name unique
);
create domain ops.planted_name as text check (value <> '');
select set_eq(
    'offenders',
    $$values ('planted_id_check'), ('planted_id_check1'), ('small'), ('planted_name'),
        ('planted_name_check')$$,
    'planted ones are found'
);

select * from finish();
rollback;
