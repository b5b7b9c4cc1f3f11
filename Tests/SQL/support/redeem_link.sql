-- What becomes of a link's token.
create function tests.redeem_link(p_type text, p_token text) returns text language sql volatile as $$
    select tests.outcome((a.status, a.body, a.claims, a.headers)::identity.answer)
    from identity.verify(
        jsonb_build_object('type', p_type, 'token_hash', p_token), tests.context()
    ) a
$$;
