-- Errors of ours are raised by ops.fail alone, so that their messages stand in the registry.
begin;
select plan(2);

prepare offenders as
select p.oid::regprocedure
from pg_proc p
where
    p.pronamespace in (select tests.ours())
    and p.prosrc ~* '\yraise\s+(exception|sqlstate)'
    and p.oid <> 'ops.fail'::regproc;

select is_empty('offenders', 'they are');
create function ops.planted() returns void language plpgsql as $$ begin raise exception 'no'; end $$;
select set_eq('offenders', $$values ('ops.planted()'::regprocedure)$$, 'a planted one is found');

select * from finish();
rollback;
