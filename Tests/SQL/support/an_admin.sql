-- The claims of a service key.
create function tests.an_admin() returns jsonb language sql immutable as $$
    select '{"role": "service_role"}'::jsonb
$$;
