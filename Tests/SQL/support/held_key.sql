-- What a key stands for: role and scopes, or 'refused'.
create function tests.held_key(p_key text) returns text language sql volatile as $$
    select coalesce(b.role || ': ' || (b.claims ->> 'scopes'), 'refused')
    from identity.use_api_key(p_key) b
$$;

-- The claims of a key.
create function tests.key_claims(p_key text) returns jsonb language sql volatile as $$
    select b.claims from identity.use_api_key(p_key) b
$$;
