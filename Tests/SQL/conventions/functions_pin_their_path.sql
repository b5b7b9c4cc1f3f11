-- A plpgsql function finds names in pg_catalog, then pg_temp; an SQL function does so too unless
-- its body is bound.
begin;
select plan(2);

prepare offenders as
select p.oid::regprocedure
from pg_proc p
join pg_language l on l.oid = p.prolang
where
    p.pronamespace in (select tests.ours())
    -- A procedure that commits may not, and so qualifies every name.
    and p.oid <> all (array['ops.run_due_jobs', 'ops.take_turn']::regproc[])
    -- An aggregate has no body of its own.
    and p.prokind <> 'a'
    and not (l.lanname = 'sql' and p.prosqlbody is not null)
    -- As Supabase defines them.
    and p.oid <> all (array['auth.uid', 'auth.role', 'auth.email', 'auth.jwt']::regproc[])
    and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false);

select is_empty('offenders', 'all do');
create function ops.planted_1() returns void language plpgsql as 'begin end';
create function ops.planted_2() returns void language plpgsql set search_path = '' as 'begin end';
create function ops.planted_3() returns void language sql as '';
create function ops.planted_4() returns void language sql begin atomic; select; end;
create function ops.planted_5() returns void language plpgsql set search_path = pg_catalog, pg_temp as 'begin end';
select set_eq(
    'offenders',
    $$values ('ops.planted_1()'::regprocedure), ('ops.planted_2()'), ('ops.planted_3()')$$,
    'planted ones are found'
);

select * from finish();
rollback;
