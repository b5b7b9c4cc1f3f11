-- Only a user calls models: by a token whose session lives, or by a key that may.
begin;
select plan(15);

select tests.a_model('m');
select tests.a_member() as user_id \gset
select credits.grant_credits(:'user_id', 100, 'purchase');
create function tests.by(p_user_id uuid, p_claims jsonb) returns text language sql volatile as $$
    select tests.admitted(
        tests.model_call(p_user_id, 'm') || jsonb_build_object('claims', p_claims)
    )
$$;
select is(tests.by(:'user_id', 'null'), 'TH403', 'nobody');
select is(tests.by(:'user_id', '[]'), 'TH403', 'no claims');
select is(tests.by(:'user_id', '{"role": "anon"}'), 'TH403 role', 'a visitor');
select is(tests.by(:'user_id', '{"role": "service_role"}'), 'TH403 role', 'a service');
select is(
    tests.by(:'user_id', jsonb_build_object('sub', :'user_id', 'role', 'service_role')), 'TH403 role',
    'a service that names a user'
);
select is(
    tests.by(:'user_id', '{"role": "authenticated", "sub": "1; drop"}'), 'TH403 role', 'no user'
);
select is(
    tests.by(:'user_id', jsonb_build_object('role', 'authenticated', 'sub', gen_random_uuid())), 'TH404 account',
    'one who is not there'
);
select tests.claims(:'user_id') as claims \gset
select is(tests.by(:'user_id', :'claims'), 'admitted', 'a session');
delete from auth.sessions s where s.user_id = :'user_id';
select is(tests.by(:'user_id', :'claims'), 'TH401', 'that has ended');

select k.key, k.id from identity.create_api_key(:'user_id', 'a', '{ai:call}') k \gset
create function tests.by_key(p_key text) returns text language sql volatile as $$
    select tests.admitted(
        tests.model_call(null, 'm') - 'claims' || jsonb_build_object('key', p_key)
    )
$$;
select is(tests.by_key(:'key'), 'admitted', 'a key');
select is(
    (
        select count(*)
        from ai.calls c
        where c.user_id = :'user_id' and c.api_key_id = :'id'
    ),
    1::bigint, 'which the call names'
);
select is(tests.by_key('thin_000000000000_0'), 'TH408', 'a key that is none');
select is(
    tests.by_key((identity.create_api_key(:'user_id', 'b', '{credits:read}')).key), 'TH403 scope',
    'one without the scope'
);
select is(
    tests.by_key((identity.create_api_key(null, 'c', '{all}')).key), 'TH403 role', 'a service''s'
);
select identity.revoke_api_key(:'user_id', :'id');
select is(tests.by_key(:'key'), 'TH408', 'a revoked one');

select * from finish();
rollback;
