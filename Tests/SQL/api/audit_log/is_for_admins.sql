-- Admins read the whole log, page by page; a user, and who only says to be an admin elsewhere, none of it.
begin;
select plan(9);

select tests.a_user(10) as user_id \gset
create function tests.rows_seen(p_claims jsonb) returns bigint language plpgsql volatile as $$
declare
    v_count bigint;
begin
    perform set_config('request.jwt.claims', p_claims::text, true), set_config('role', 'authenticated', true);
    select count(*) into v_count from api.audit_log;
    perform set_config('role', 'none', true), set_config('request.jwt.claims', '', true);
    return v_count;
end
$$;
select cmp_ok(
    tests.rows_seen(jsonb_build_object('sub', :'user_id', 'role', 'authenticated', 'app_metadata', '{"role": "admin"}'::jsonb)),
    '>', 0::bigint, 'an admin'
);
select is(tests.rows_seen(c.claims || jsonb_build_object('sub', :'user_id', 'role', 'authenticated')), 0::bigint, c.claims::text)
from unnest(array[
    '{}', '{"user_metadata": {"role": "admin"}}', '{"app_metadata": {"role": "user"}}', '{"app_metadata": "admin"}'
]::jsonb[]) as c (claims);
select is(tests.attempt('anon', null, 'select count(*) from api.audit_log'), '42501', 'nobody');
select is(tests.attempt('service_role', null, 'select count(*) > 0 from api.audit_log'), 'true', 'a trusted server');
select is(
    (select array_agg(l.id order by l.transaction_id desc, l.id desc) from api.audit_log l),
    (select array_agg(l.id order by l.xid desc, l.id desc) from audit.log l), 'newest first'
);
select is(ops.page_limit('api.audit_log'::regclass), 100, 'pages are bounded');

select * from finish();
rollback;
