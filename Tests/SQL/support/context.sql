-- What the service tells of a request to /auth/v1, of nobody or with an access token's claims.
create function tests.context(
    p_claims jsonb default null,
    p_query jsonb default '{}',
    p_id text default null
) returns jsonb language sql immutable as $$
    select jsonb_build_object(
        'issuer', 'https://api.example.com/auth/v1', 'query', p_query, 'claims', p_claims, 'id', p_id
    )
$$;
