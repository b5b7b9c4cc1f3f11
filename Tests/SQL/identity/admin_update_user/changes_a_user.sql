-- An admin changes what belongs to a user; a new password ends all sessions, a ban refuses them
-- until it is lifted.
begin;
select plan(18);

select tests.a_person('a@example.com') as user_id \gset
select tests.a_person('taken@example.com');
select tests.claims(:'user_id') as claims \gset
create function tests.change(p_user_id text, p_request jsonb) returns identity.answer language sql as $$
    select a
    from identity.admin_update_user(p_request, tests.context(tests.an_admin(), '{}', p_user_id)) a
$$;

select a.status, a.body
from tests.change(:'user_id', '{"email": "B@example.com", "user_metadata": {"a": 1}, "app_metadata": {"plan": "pro", "providers": null}}') a \gset
select is(:'body'::jsonb ->> 'email', 'b@example.com', 'address');
select is(:'body'::jsonb #>> '{identities,0,email}', 'b@example.com', 'identity');
select is(:'body'::jsonb -> 'app_metadata' ->> 'plan', 'pro', 'app_metadata');
select is(:'body'::jsonb -> 'user_metadata', '{"a": 1}', 'user_metadata');
select is(
    tests.outcome(tests.change(:'user_id', '{"email": "taken@example.com"}')), '422 email_exists',
    'a taken address'
);
select is(
    tests.outcome(tests.change(:'user_id', '{"password": "short", "user_metadata": {"b": 1}}')),
    '422 weak_password', 'a weak password'
);
select is(
    (select u.raw_user_meta_data from auth.users u where u.id = :'user_id'), '{"a": 1}',
    'and nothing of it'
);
select is(tests.outcome(tests.change(:'user_id', '{"ban_duration": "24h"}')), '200', 'banned');
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '403 user_banned',
    'is refused'
);
select is(tests.outcome(tests.sign_in('b@example.com')), '400 user_banned', 'and does not sign in');
select is(
    (tests.change(:'user_id', '{"ban_duration": "none"}')).body ? 'banned_until', false,
    'no longer banned'
);
select is(tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '200', 'goes on');
select is(
    tests.outcome(tests.change(:'user_id', '{"password": "battery staple"}')), '200',
    'a new password'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '403 session_not_found',
    'ends all sessions'
);
select is(tests.outcome(tests.sign_in('b@example.com', 'battery staple')), '200', 'and counts');
select is(tests.outcome(tests.change('x', '{}')), '404 validation_failed', 'a strange id');
select is(
    tests.outcome(tests.change(gen_random_uuid()::text, '{}')), '404 user_not_found',
    'an unknown user'
);
select is(tests.outcome(tests.change(null, '{}')), '404 validation_failed', 'no id');

select * from finish();
rollback;
