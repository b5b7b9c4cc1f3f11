-- Every schema, relation and function of ours has a row in the matrix, and each role has the rights
-- of that row.
begin;
select plan(10);

prepare differences as
select coalesce(
    a.object,
    e.object
) as object, coalesce(a.role, e.role) as role, a.rights as actual, e.rights as expected
from tests.actual_access() a
full join (
    select m.object, r.role, r.rights
    from tests.expected_access m
    cross join lateral (
        values ('anon', m.anon), (
            'authenticated',
            m.authenticated
        ), ('service_role', m.service_role),
            ('authenticator', m.authenticator)
    ) as r (role, rights)
    -- On Supabase, auth is not ours.
    where m.object !~ '^(schema )?auth\y' or 'auth' in (select o::text from tests.ours() o)
) e on e.object = a.object and e.role = a.role
where a.rights is distinct from e.rights;

select is_empty('differences', 'the catalogue is as the matrix says');

savepoint planted;
create table ops.planted (id integer);
select is(
    (select count(*) from tests.actual_access() a where a.object = 'ops.planted'),
    4::bigint,
    'a new table is seen'
);
select isnt_empty('differences', 'a new table needs a row');
rollback to planted;
create function ops.planted() returns void language sql begin atomic; select; end;
select isnt_empty('differences', 'a new function needs a row');
rollback to planted;
create view api.planted as select 1 as one;
select isnt_empty('differences', 'a new view needs a row');
rollback to planted;
create schema planted authorization thin_owner;
select isnt_empty('differences', 'a new schema needs a row');
rollback to planted;
grant select (metadata) on credits.grants to authenticated;
select isnt_empty('differences', 'a right on one more column is a difference');
rollback to planted;
grant execute on function credits.settle(uuid, timestamptz) to public;
select isnt_empty('differences', 'a right of everybody is a difference');
rollback to planted;
revoke select on api.balance from authenticated;
select isnt_empty('differences', 'a right less is a difference');
rollback to planted;
select is_empty('differences', 'nothing of it stays');

select * from finish();
rollback;
