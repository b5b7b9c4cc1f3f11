-- A security definer function is owned by a role that could not do everything.
begin;
select plan(2);

prepare offenders as
select p.oid::regprocedure
from pg_proc p
join pg_roles r on r.oid = p.proowner
where p.pronamespace in (select tests.ours()) and p.prosecdef and (
    r.rolsuper or r.rolbypassrls or r.rolcanlogin
);

select is_empty('offenders', 'none is');
create function ops.planted() returns void language plpgsql security definer as 'begin end';
select set_eq('offenders', $$values ('ops.planted()'::regprocedure)$$, 'a planted one is found');

select * from finish();
rollback;
