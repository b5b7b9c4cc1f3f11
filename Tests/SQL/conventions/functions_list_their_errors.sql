-- A function's comment lists every error that its body raises, and each of them is registered.
begin;
select plan(5);

prepare raised as
select distinct p.oid::regprocedure as function, m[1] as code
from pg_proc p
cross join lateral regexp_matches(coalesce(p.prosrc, ''), 'ops\.fail\(\s*''(TH[0-9]{3})''', 'g') m
where p.pronamespace in (select tests.ours());
prepare offenders as
select p.oid::regprocedure::text, m[1]
from pg_proc p
cross join lateral regexp_matches(
    p.prosrc || case when p.prosrc ~ 'ops\.fail_argument\(' then ' ops.fail(''TH001'')' else '' end,
    'ops\.fail\(\s*''(TH[0-9]{3})''', 'g'
) m
where
    p.pronamespace in (select tests.ours())
    and strpos(coalesce(obj_description(p.oid, 'pg_proc'), ''), m[1]) = 0;
prepare unregistered as
select p.oid::regprocedure::text, m[1]
from pg_proc p
cross join lateral regexp_matches(
    concat(p.prosrc, obj_description(p.oid, 'pg_proc')),
    '\y(TH[0-9]{3})\y',
    'g'
) m
where
    p.pronamespace in (select tests.ours())
    -- That is the class, to whoever catches all of it.
    and m[1] <> 'TH000'
    and not exists (select from ops.error_codes e where e.code = m[1]);

select isnt_empty('raised', 'functions raise errors');
select is_empty('offenders', 'comments list them');
select is_empty('unregistered', 'the registry has them');
create function ops.planted_1() returns void language plpgsql as $$ begin perform ops.fail('TH402', 'x'); end $$;
create function ops.planted_2() returns void language plpgsql as $$ begin perform ops.fail_argument('x', null); end $$;
create function ops.planted_3() returns void language plpgsql as $$ begin perform ops.fail('TH999'); end $$;
comment on function ops.planted_3() is 'Raises TH999.';
select set_eq(
    'offenders', $$values ('ops.planted_1()', 'TH402'), ('ops.planted_2()', 'TH001')$$,
    'planted ones are found'
);
select set_eq(
    'unregistered', $$values ('ops.planted_3()', 'TH999')$$, 'and one that is not registered'
);

select * from finish();
rollback;
