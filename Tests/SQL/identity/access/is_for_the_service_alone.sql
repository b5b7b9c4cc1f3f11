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
select r.role, 'identity.check_scopes'
from unnest(array['anon', 'authenticated', 'service_role', 'authenticator']) r (role)
union all
select 'service_role', 'identity.' || f.name
from unnest(array['create_api_key', 'rotate_api_key', 'revoke_api_key']) f (name)
union all
values ('authenticator', 'identity.use_api_key'), (
    'authenticator', 'identity.is_ours'
), ('service_role', 'identity.is_ours'), ('service_role', 'identity.sweep');

select set_eq('executable', 'endpoints', 'who executes what');
select set_eq(
    $$select r.role, c.oid::regclass::text, p.name
    from (
        values ('anon'), ('authenticated'), ('service_role'), ('authenticator'), ('thin_auth')
    ) r (role)
    cross join pg_class c
    cross join unnest(
        array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']
    ) p (name)
    where c.relnamespace in ('auth'::regnamespace, 'identity'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege(r.role, c.oid, p.name)$$,
    $$values ('authenticated', 'identity.api_key_scopes', 'select'), ('service_role', 'identity.api_key_scopes', 'select')$$,
    'nobody else has a right on a table'
);
select set_eq(
    $$select r.role, a.attrelid::regclass::text, a.attname::text
    from (
        values ('anon'), ('authenticated'), ('service_role'), ('authenticator'), ('thin_auth')
    ) r (role)
    cross join pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace in (
        'auth'::regnamespace, 'identity'::regnamespace
    ) and c.relkind in ('r', 'p', 'v', 'm') and a.attnum > 0 and not a.attisdropped
    and (has_column_privilege(r.role, c.oid, a.attnum, 'select') or has_column_privilege(r.role, c.oid, a.attnum, 'insert') or has_column_privilege(r.role, c.oid, a.attnum, 'update'))$$,
    $$select r.role, c.relation, c.name
    from (values ('authenticated'), ('service_role')) r (role)
    cross join (
        select 'identity.api_keys', name from unnest(array[
            'id', 'user_id', 'role', 'name', 'prefix', 'expires_at', 'last_used_at', 'rotated_at', 'revoked_at', 'created_at'
        ]) k (name)
        union all
        values ('identity.api_key_scopes', 'api_key_id'), ('identity.api_key_scopes', 'scope')
    ) c (relation, name)$$,
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
    $$select from pg_proc f where f.pronamespace = 'api'::regnamespace and f.proname !~ '_api_key$'
        and f.proname not in ('sign_ins', 'delete_my_account')
        and f.prosrc || pg_get_functiondef(f.oid) ~ '\yidentity\.(?!check_scopes\()'$$,
    'nothing of it but keys, their scopes and one''s own account is in reach of a client'
);

select * from finish();
rollback;
