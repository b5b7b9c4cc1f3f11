-- Endpoints are executed by the role that the service takes for them, and by no request role; what
-- they are made of by nobody. No request role, nor that one, reads or writes a table of identity or
-- of auth.
begin;
select plan(71);

prepare executable as
select r.role, f.oid::regproc::text as function
from (
    values ('anon'), ('authenticated'), ('service_role'), ('authenticator'), ('thin_auth')
) r (role)
cross join pg_proc f
where f.pronamespace = 'identity'::regnamespace and has_function_privilege(
    r.role, f.oid, 'execute'
);
prepare endpoints as
select 'thin_auth' as role, 'identity.' || f.name as function
from unnest(array[
    'admin_create_user', 'admin_delete_user', 'admin_get_user', 'admin_list_users', 'admin_update_user', 'follow_link',
    'generate_link', 'get_user', 'grant_token', 'invite', 'log_out', 'reauthenticate', 'recover', 'resend',
    'send_otp', 'show_settings', 'sign_up', 'update_user', 'verify', 'is_ours'
]) f (name)
union all
select r.role, 'identity.check_session'
from unnest(array['anon', 'authenticated', 'service_role', 'authenticator']) r (role)
union all
values (
    'authenticator', 'identity.is_ours'
), ('service_role', 'identity.is_ours'), ('service_role', 'identity.sweep');

select set_eq('executable', 'endpoints', 'who executes what');
select is_empty(
    $$select r.role, c.oid::regclass, p.name
    from (
        values ('anon'), ('authenticated'), ('service_role'), ('authenticator'), ('thin_auth')
    ) r (role)
    cross join pg_class c
    cross join unnest(
        array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']
    ) p (name)
    where c.relnamespace in ('auth'::regnamespace, 'identity'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege(r.role, c.oid, p.name)$$,
    'nobody has a right on a table'
);
select is_empty(
    $$select r.role, a.attrelid::regclass, a.attname
    from (
        values ('anon'), ('authenticated'), ('service_role'), ('authenticator'), ('thin_auth')
    ) r (role)
    cross join pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace in (
        'auth'::regnamespace, 'identity'::regnamespace
    ) and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
    and (has_column_privilege(r.role, c.oid, a.attnum, 'select') or has_column_privilege(r.role, c.oid, a.attnum, 'insert') or has_column_privilege(r.role, c.oid, a.attnum, 'update'))$$,
    'nor on a column'
);
select is(tests.attempt(r.role, null, refused.sql), '42501', format('%s: %s', r.role, refused.sql))
from (values ('anon'), ('authenticated'), ('service_role'), ('authenticator')) r (role)
cross join unnest(array[
    'select identity.sign_up(''{}'', ''{}'')', 'select identity.grant_token(''{}'', ''{}'')', 'select identity.admin_list_users(''{}'', ''{"claims": {"role": "service_role"}}'')',
    'select identity.open_session(null, null, null)', 'select identity.digest(''a'', ''b'')', 'select * from identity.keys', 'select * from identity.settings',
    'select * from auth.users', 'select * from auth.sessions', 'select * from auth.refresh_tokens', 'select * from auth.one_time_tokens', 'select * from ops.outbox',
    'update identity.settings set confirms_automatically = true', 'insert into auth.sessions (user_id) values (null)'
]) refused (sql);
select is(
    tests.attempt('thin_auth', null, refused.sql), '42501', format('thin_auth: %s', refused.sql)
)
from unnest(array[
    'select * from auth.users', 'select * from identity.keys', 'select identity.digest(''a'', ''b'')', 'select identity.open_session(null, null, null)',
    'select * from api.balance', 'select * from credits.accounts', 'select ops.claim_outbox()', 'select * from audit.log', 'create table identity.mine (id integer)',
    'create temporary table mine (id integer)'
]) refused (sql);
select is(
    tests.attempt('thin_auth', null, 'select a.status from identity.get_user(''{}'', ''{}'') a'),
    '401', 'thin_auth calls an endpoint'
);
select is_empty(
    $$select from pg_proc f where f.pronamespace = 'api'::regnamespace and (f.prosrc ~ '\yidentity\.' or pg_get_functiondef(f.oid) ~ '\yidentity\.')$$,
    'nothing of it is in reach of a client'
);

select * from finish();
rollback;
