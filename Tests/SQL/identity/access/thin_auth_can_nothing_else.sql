-- The role of the endpoints owns nothing, becomes nobody and has no attribute.
begin;
select plan(5);

select is(
    (
        select format(
            '%s %s %s %s %s %s', r.rolsuper, r.rolbypassrls, r.rolcanlogin, r.rolinherit,
            r.rolcreaterole, r.rolcreatedb
        ) from pg_roles r where r.rolname = 'thin_auth'
    ),
    'f f f f f f', 'attributes'
);
select is_empty(
    $$select from pg_auth_members m where m.member = 'thin_auth'::regrole$$, 'becomes nobody'
);
select is_empty($$select from pg_class c where c.relowner = 'thin_auth'::regrole union all select from pg_proc p where p.proowner = 'thin_auth'::regrole union all select from pg_namespace n where n.nspowner = 'thin_auth'::regrole$$, 'owns nothing');
select is_empty(
    $$select f.oid::regprocedure from pg_proc f where f.pronamespace in (select tests.ours()) and f.pronamespace <> 'identity'::regnamespace and has_function_privilege('thin_auth', f.oid, 'execute') and f.oid <> all (array['auth.uid', 'auth.role', 'auth.email', 'auth.jwt']::regproc[])$$,
    'executes nothing of other schemas'
);
select is_empty($$select n from tests.ours() n where has_schema_privilege('thin_auth', n::oid, 'usage') and n::text <> 'identity'$$, 'and uses none');

select * from finish();
rollback;
