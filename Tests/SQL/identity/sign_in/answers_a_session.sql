-- Signing in answers what clients take for a session, and claims that say who, how and since when.
begin;
select plan(9);

select tests.a_person('a@example.com') as user_id \gset
select set_config('request.address', '192.0.2.7', true), set_config(
    'request.headers', '{"user-agent": "tests"}', true
);
select a.* from tests.sign_in('A@Example.com') a \gset

select is(:'status'::text, '200', 'status');
select ok(
    :'body'::jsonb ?& array[
        'token_type', 'expires_in', 'expires_at', 'refresh_token', 'user'
    ], 'the body'
);
select is(:'body'::jsonb -> 'expires_at', :'claims'::jsonb -> 'exp', 'expires_at');
select is(
    :'claims'::jsonb - array['exp', 'iat', 'session_id', 'amr'],
    jsonb_build_object(
        'iss', 'https://api.example.com/auth/v1', 'sub', :'user_id', 'aud', 'authenticated',
        'email', 'a@example.com', 'phone', '', 'role', 'authenticated', 'aal', 'aal1',
        'app_metadata', '{"provider": "email", "providers": ["email"]}'::jsonb,
        'user_metadata', '{}'::jsonb, 'is_anonymous', false
    ),
    'the claims'
);
select is(
    (:'claims'::jsonb ->> 'exp')::bigint - (:'claims'::jsonb ->> 'iat')::bigint, 3600::bigint,
    'an hour'
);
select is(:'claims'::jsonb #>> '{amr,0,method}', 'password', 'amr');
select is(
    (
        select format(
            '%s %s %s', s.user_id, host(s.ip), s.user_agent
        ) from auth.sessions s where s.id::text = :'claims'::jsonb ->> 'session_id'
    ),
    :'user_id' || ' 192.0.2.7 tests', 'the session'
);
select is_empty(
    format('select from auth.refresh_tokens where token = %L', :'body'::jsonb ->> 'refresh_token'),
    'the refresh token is not kept'
);
select ok(:'body'::jsonb -> 'user' ? 'last_sign_in_at', 'last_sign_in_at');

select * from finish();
rollback;
