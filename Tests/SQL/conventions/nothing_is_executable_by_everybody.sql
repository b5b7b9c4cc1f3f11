-- PUBLIC executes nothing of ours but the readers of claims, now and by default.
begin;
select plan(3);

prepare offenders as
select p.oid::regprocedure
from pg_proc p
cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
where
    p.pronamespace in (select tests.ours()) and a.grantee = 0
    and p.oid <> all (array['auth.uid', 'auth.role', 'auth.email', 'auth.jwt']::regproc[]);

select is_empty('offenders', 'nothing is');
set local role thin_owner;
create function ops.planted_by_owner() returns void language sql begin atomic; select; end;
reset role;
select is_empty('offenders', 'nor is what the owner makes');
create function ops.planted() returns void language sql begin atomic; select; end;
select set_eq('offenders', $$values ('ops.planted()'::regprocedure)$$, 'a planted one is found');

select * from finish();
rollback;
