-- Nobody reads or writes a partition but through its parent.
begin;
select plan(3);

prepare offenders as
select c.oid::regclass, r.role
from pg_class c
cross join unnest(array['anon', 'authenticated', 'service_role', 'authenticator', 'thin_auth']) as r (role)
where
    c.relnamespace in (select tests.ours()) and c.relispartition and c.relkind in ('r', 'p')
    and (
        has_any_column_privilege(r.role, c.oid, 'select, insert, update, references')
        or has_table_privilege(r.role, c.oid, 'delete, truncate, trigger')
    );

select isnt_empty('select from pg_class c where c.relispartition and c.relnamespace in (select tests.ours())', 'there are some');
select is_empty('offenders', 'nobody does');
grant select on audit.log_default to service_role;
select results_eq('offenders', $$values ('audit.log_default'::regclass, 'service_role')$$, 'a planted right is found');

select * from finish();
rollback;
