-- Each view and function that clients see is opened by a scope, so that nobody has to give a key all;
-- but keys don't manage keys, nor budgets that bound them, nor export or delete accounts.
begin;
select plan(3);

create view pg_temp.exposed as
select 'api.' || c.relname as object from pg_class c
where c.relnamespace = 'api'::regnamespace and c.relkind in ('v', 'r', 'm', 'p')
union
select 'api.' || p.proname from pg_proc p where p.pronamespace = 'api'::regnamespace;

prepare closed as
select e.object from pg_temp.exposed e
where not exists (select from identity.api_scope_objects s where s.object = e.object);
prepare gone as
select s.object from identity.api_scope_objects s
where
    -- What isn't one function: signing in, and calling models.
    s.object not in ('auth', 'ai.admit')
    and not exists (select from pg_temp.exposed e where e.object = s.object)
    -- What the service asks for on behalf of a key.
    and not exists (
        select from pg_proc p
        where
            p.oid::regproc::text = s.object
            and has_function_privilege('authenticator', p.oid, 'execute')
    );

select set_eq(
    'closed',
    $$values ('api.api_keys'), ('api.create_api_key'), ('api.rotate_api_key'), ('api.revoke_api_key'),
        ('api.set_my_budget'), ('api.remove_my_budget'),
        ('api.delete_my_account'), ('api.export_my_data'), ('api.admin_delete_user'), ('api.admin_export_user')$$,
    'closed to all keys but those for everything'
);
select is_empty('gone', 'no scope opens what isn''t there');
create function api.planted() returns void language sql begin atomic; end;
select set_has('closed', $$values ('api.planted')$$, 'a planted one is found');

select * from finish();
rollback;
