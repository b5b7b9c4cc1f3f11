-- A time is a timestamptz, nowhere a timestamp or a time of day without a zone; amounts are no
-- binary floats.
begin;
select plan(2);

prepare offenders as
select format('%s.%s', a.attrelid::regclass, a.attname)
from pg_attribute a
join pg_class c on c.oid = a.attrelid
where
    c.relnamespace in (select tests.ours()) and c.relkind in (
        'r', 'p', 'v', 'm', 'f', 'c'
    ) and a.attnum > 0
    and not a.attisdropped
    and a.atttypid in (
        'timestamp'::regtype, 'time'::regtype, 'timetz'::regtype, 'real'::regtype,
        'double precision'::regtype, 'money'::regtype
    )
union all
select p.oid::regprocedure::text
from pg_proc p
where
    p.pronamespace in (select tests.ours())
    and (p.proargtypes::oid[] || p.prorettype || coalesce(p.proallargtypes, '{}'))
        && array[
            'timestamp'::regtype, 'time'::regtype, 'timetz'::regtype, 'real'::regtype,
            'double precision'::regtype, 'money'::regtype
        ]::oid[];

select is_empty('offenders', 'all have');
create table ops.planted (at timestamp, amount double precision, fine timestamptz);
create function ops.planted(p_at timestamp) returns void language sql begin atomic; select; end;
select set_eq(
    'offenders',
    $$values ('ops.planted.at'), ('ops.planted.amount'), ('ops.planted(timestamp without time zone)')$$,
    'planted ones are found'
);

select * from finish();
rollback;
