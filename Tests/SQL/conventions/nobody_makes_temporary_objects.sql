-- Temporary objects are refused to everybody in this database. The right is not copied with a
-- template.
begin;
select plan(2);

prepare offenders as
select coalesce(r.rolname::text, 'public')
from pg_database d
cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
left join pg_roles r on r.oid = a.grantee
where d.datname = current_database() and a.privilege_type = 'TEMPORARY' and a.grantee <> d.datdba;

select is_empty('offenders', 'nobody may');
do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$;
select set_eq('offenders', $$values ('public')$$, 'a planted right is found');

select * from finish();
rollback;
