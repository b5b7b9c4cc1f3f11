-- The admin endpoints are for service keys: every other token is refused, and no token too.
begin;
select plan(44);

select tests.a_person('a@example.com') as user_id \gset
update auth.users set raw_app_meta_data = '{"role": "admin"}', is_super_admin = true where id = :'user_id';
select tests.claims(:'user_id') as claims \gset
create function tests.call(p_function text, p_context jsonb) returns text language plpgsql as $$
declare
    v_answer identity.answer;
begin
    execute format(
        'select a.* from identity.%I(%L, $1) a', p_function,
        '{"email": "x@example.com", "type": "magiclink", "should_soft_delete": true}'
    ) into v_answer using p_context;
    return tests.outcome(v_answer);
end
$$;

select is(
    tests.call(f.name, tests.context(null, '{}', :'user_id')), '401 no_authorization',
    f.name || ': no token'
)
from unnest(
    array[
        'admin_create_user', 'admin_delete_user', 'admin_get_user', 'admin_list_users',
        'admin_update_user', 'generate_link', 'invite'
    ]
) f (name);
select is(
    tests.call(f.name, tests.context(c.claims::jsonb, '{}', :'user_id')), '403 not_admin',
    format('%s: %s', f.name, c.name)
)
from unnest(
    array[
        'admin_create_user', 'admin_delete_user', 'admin_get_user', 'admin_list_users',
        'admin_update_user', 'generate_link', 'invite'
    ]
) f (name)
cross join (
    values ('a user', :'claims'), ('anon', '{"role": "anon"}'), ('no role', '{}'),
    ('a list', '{"role": ["service_role"]}'), ('another case', '{"role": "Service_role"}')
) c (name, claims);
select is((select count(*) from auth.users), 1::bigint, 'nothing was done');
select is(
    tests.call('admin_get_user', tests.context('{"role": "supabase_admin"}', '{}', :'user_id')),
    '200', 'supabase_admin may'
);

select * from finish();
rollback;
