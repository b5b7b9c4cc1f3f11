-- What becomes of a code, the newest that was mailed to an address unless another is given.
create function tests.redeem(p_type text, p_email text, p_code text default null) returns text
language sql volatile as $$
    select tests.outcome((a.status, a.body, a.claims, a.headers)::identity.answer)
    from identity.verify(
        jsonb_build_object(
            'type', p_type, 'email', p_email, 'token', coalesce(p_code, tests.mailed_code(p_email))
        ),
        tests.context()
    ) a
$$;
