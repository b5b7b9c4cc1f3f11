-- The claims of everybody whom a client can be: a visitor, a user and an admin by their tokens, a user's and a
-- server's key with every scope, and a trusted server.
create function tests.bearers(p_user_id uuid) returns table (name text, claims jsonb)
language sql immutable as $$
    values
        ('a visitor', '{"role": "anon"}'::jsonb),
        ('a user', jsonb_build_object('role', 'authenticated', 'sub', p_user_id)),
        (
            'an admin',
            jsonb_build_object(
                'role', 'authenticated', 'sub', p_user_id, 'app_metadata', '{"role": "admin"}'::jsonb
            )
        ),
        (
            'a user''s key',
            jsonb_build_object(
                'role', 'authenticated', 'sub', p_user_id, 'scopes', '["all"]'::jsonb,
                'api_key_id', '00000000-0000-4000-8000-000000000001'
            )
        ),
        ('a server', '{"role": "service_role"}'),
        (
            'a server''s key',
            '{"role": "service_role", "scopes": ["all"], "api_key_id": "00000000-0000-4000-8000-000000000002"}'
        )
$$;
