-- Changes of users and sessions are in the audit log, with who and on which request, but without
-- hashes, tokens, addresses or what users write about themselves.
begin;
select plan(5);

select set_config('request.id', 'r-1', true), set_config('request.address', '192.0.2.7', true), set_config('request.headers', '{"user-agent": "tests"}', true);
select tests.a_person('secret@example.com', 'secret horse') as user_id \gset
select a.claims, a.body ->> 'refresh_token' as token
from tests.sign_in('secret@example.com', 'secret horse') a \gset
select set_config('request.jwt.claims', :'claims', true);
select identity.update_user(
    '{"password": "secret staple", "data": {"note": "secret"}, "email": "secret2@example.com"}',
    tests.context(:'claims')
);
select identity.admin_update_user(
    '{"app_metadata": {"plan": "pro"}, "ban_duration": "1h", "phone": "4912345"}',
    tests.context(tests.an_admin(), '{}', :'user_id')
);
select identity.log_out('{}', tests.context(:'claims'));
select identity.admin_delete_user('{}', tests.context(tests.an_admin(), '{}', :'user_id'));
update identity.settings set code_seconds = 300;

select set_eq(
    $$select distinct format('%s %s', l.operation, l.relation) from audit.log l where l.relation ~ '^(auth|identity)\.'$$,
    array[
        'insert auth.users', 'insert auth.sessions', 'update auth.users', 'delete auth.users',
        'delete auth.sessions', 'update identity.settings'
    ], 'what is logged'
);
select is_empty(
    format($$select from audit.log l where l::text ~ '(secret|\$2a\$|4912345|%s)'$$, :'token'),
    'no secrets'
);
select isnt_empty(
    $$select from audit.log l where l.relation = 'auth.users' and l.new_values ->> 'encrypted_password' = '[redacted]' and l.request_id = 'r-1' and l.address = '192.0.2.7' and l.agent = 'tests'$$,
    'that a password changed is told, and on which request'
);
select isnt_empty(format($$select from audit.log l where l.relation = 'auth.users' and l.new_values #>> '{raw_app_meta_data,plan}' = 'pro' and l.actor_id = %L$$, :'user_id'), 'app_metadata, and whose token it was');
select isnt_empty($$select from audit.log l where l.relation = 'auth.users' and (l.new_values ->> 'banned_until')::timestamptz > now()$$, 'a ban');

select * from finish();
rollback;
