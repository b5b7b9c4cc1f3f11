-- SQL for arguments of api's functions that are good, by their names: of a user who has credits, a reservation, usage
-- and a key. Others are whatever fits their type.
create function tests.known_arguments(p_user_id uuid) returns table (name text, sql text)
language sql volatile as $$
    select v.name, format(v.sql, p_user_id, v.id)
    from (
        values
            ('user_id', '%L::uuid', null::uuid),
            ('reservation_id', '%2$L::uuid', tests.reserved(p_user_id, 5)),
            ('grant_id', '%2$L::uuid', (
                select g.id from credits.grants g where g.user_id = p_user_id order by g.sequence limit 1
            )),
            ('id', '%2$L::uuid', (select k.id from identity.create_api_key(p_user_id, 'key', '{all}') k)),
            ('endpoint_id', '%2$L::uuid', tests.an_endpoint()),
            ('meter', '''calls''', null),
            ('quantity', '1', null),
            ('amount', '1', null),
            ('source', '''purchase''', null),
            ('kind', '''refund''', null),
            ('plan', '''pro''', null),
            ('cycle', '''monthly''', null),
            ('billing_period', '''2026-11''', null),
            ('scopes', '''{all}''::text[]', null),
            ('url', '''https://example.com/hook''', null),
            ('at', 'now()', null),
            ('operations', '''[{"meter": "calls", "quantity": 1}]''::jsonb', null),
            ('metadata', '''{}''::jsonb', null),
            ('provider', '''openai''', null),
            ('model', (select quote_literal(tests.a_model())), null),
            ('period', '''day''', null),
            ('max_input_tokens', '1000', null),
            ('max_output_tokens', '1000', null),
            ('input', '1', null),
            ('output', '2', null),
            ('service_tier', '''standard''', null)
    ) v (name, sql, id)
$$;
