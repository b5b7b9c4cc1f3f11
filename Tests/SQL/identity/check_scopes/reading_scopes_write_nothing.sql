-- What a scope for reading opens can't write: views, and functions that PostgreSQL keeps from it.
begin;
select plan(2);

prepare writing as
select s.scope || ' ' || p.oid::regprocedure
from identity.api_scope_objects s
join pg_proc p on p.pronamespace = 'api'::regnamespace and 'api.' || p.proname = s.object
where s.scope like '%:read' and p.provolatile = 'v';

select is_empty('writing', 'none does');
insert into identity.api_scope_objects (scope, object) values ('usage:read', 'api.reserve');
select isnt_empty('writing', 'a planted one is found');

select * from finish();
rollback;
