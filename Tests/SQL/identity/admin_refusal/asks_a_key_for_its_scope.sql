-- A key manages users, and a user's key that user, only by the scope for it.
begin;
select plan(5);

select tests.a_person() as user_id \gset
create function pg_temp.claims(p_role text, p_scope text) returns jsonb language sql as $$
    select jsonb_build_object('role', p_role, 'api_key_id', gen_random_uuid(), 'scopes', jsonb_build_array(p_scope))
$$;
select is(
    tests.outcome(identity.admin_refusal(tests.context(pg_temp.claims('service_role', 'credits:read')))),
    '403 insufficient_scope', 'a server without it'
);
select is(
    (identity.admin_refusal(tests.context(pg_temp.claims('service_role', 'identity:manage')))).status, null,
    'with it'
);
select is((identity.admin_refusal(tests.context(pg_temp.claims('service_role', 'all')))).status, null, 'with all');
select is(
    tests.outcome(identity.get_user('{}', tests.context(
        pg_temp.claims('authenticated', 'credits:read') || jsonb_build_object('sub', :'user_id')
    ))), '403 insufficient_scope', 'a user without it'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(
        pg_temp.claims('authenticated', 'identity:manage') || jsonb_build_object('sub', :'user_id')
    ))), '200', 'with it'
);

select * from finish();
rollback;
