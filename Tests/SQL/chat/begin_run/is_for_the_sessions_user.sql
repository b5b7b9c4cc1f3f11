-- Only the user of a session says something in it: not another, a visitor, a server, a key without the scope, a session
-- that has ended, and nobody but the service asks.
begin;
select plan(12);

select tests.a_user() as user_id, tests.a_user() as other, tests.a_person() as person \gset
select tests.a_chat(:'user_id') as session_id \gset
select format('select chat.begin_run(%L, %L)', :'session_id', 'Hello') as ask \gset
select is(tests.served_as(w.claims, :'ask'), w.result, w.name)
from (values
    ('another user', jsonb_build_object('role', 'authenticated', 'sub', :'other'), 'TH404 session'),
    ('nobody', '{"role": "authenticated"}', 'TH403 role'),
    ('a visitor', '{"role": "anon"}', 'TH403 role'),
    ('a server', jsonb_build_object('role', 'service_role', 'sub', :'user_id'), 'TH403 role'),
    ('no token', null, 'TH403 role'),
    (
        'a key that reads',
        jsonb_build_object('role', 'authenticated', 'sub', :'user_id', 'api_key_id', gen_random_uuid(), 'scopes', array['chat:read']),
        'TH403 scope'
    ),
    (
        'a session that has ended',
        jsonb_build_object('role', 'authenticated', 'sub', :'user_id', 'session_id', gen_random_uuid()), 'TH401'
    )
) as w (name, claims, result);
select is(tests.attempt(w.role, :'user_id', :'ask'), '42501', w.role || ' by itself')
from unnest(array['anon', 'authenticated', 'service_role']) as w (role);
select isnt(
    tests.served_as(
        jsonb_build_object('role', 'authenticated', 'sub', :'user_id', 'api_key_id', gen_random_uuid(), 'scopes', array['chat:write']),
        format('select run_id from chat.begin_run(%L, %L)', :'session_id', 'Hello')
    ),
    'TH403 scope', 'a key that writes is let in'
);
select is(
    tests.served(:'user_id', format('select chat.begin_run(%L, %L)', null, 'Hello')), 'TH404 session', 'no session'
);

select * from finish();
rollback;
