-- The roles are what they should be: none is a superuser, only the service role is above row level
-- security.
begin;
select plan(3);

select results_eq(
    $$select rolname::text collate "C", rolsuper, rolbypassrls, rolcanlogin, rolinherit, rolcreaterole, rolcreatedb
    from pg_roles where rolname in ('anon', 'authenticated', 'service_role', 'authenticator', 'thin_auth', 'thin_owner') order by 1$$,
    $$select v.n collate "C", false, v.b, v.l, false, false, false
    from (values ('anon', false, false), ('authenticated', false, false), ('authenticator', false, true), ('service_role', true, false), ('thin_auth', false, false), ('thin_owner', false, false)) v (n, b, l) order by 1$$,
    'attributes'
);
select set_eq(
    $$select m.roleid::regrole::text from pg_auth_members m
    where m.member = 'authenticator'::regrole$$,
    $$values ('anon'), ('authenticated'), ('service_role'), ('thin_auth')$$,
    'the login becomes these'
);
select is_empty(
    $$select from pg_auth_members m
    where m.member in ('anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole, 'thin_owner'::regrole)$$,
    'and these become nobody'
);

select * from finish();
rollback;
