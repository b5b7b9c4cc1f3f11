-- Who comes by key is told who that is, since nobody else has looked it up; also with a refusal.
begin;
select plan(3);

select tests.a_model('m');
select tests.a_member() as user_id \gset
select (identity.create_api_key(:'user_id', 'a', '{ai:call}')).key as key \gset
create function tests.claimed(p_item jsonb) returns text language sql volatile as $$
    select concat_ws(
        ' ', a.error_code, a.user_id = (a.claims ->> 'sub')::uuid, a.claims ->> 'role', a.claims ->> 'scopes'
    )
    from tests.admit(p_item) a
$$;
select is(
    tests.claimed(tests.model_call(null, 'm') - 'claims' || jsonb_build_object('key', :'key')),
    'TH402 t authenticated ["ai:call"]', 'without credits'
);
select is(
    tests.claimed(
        tests.model_call(null, 'm', '{"operation": "models", "model": null}') - 'claims'
        || jsonb_build_object('key', :'key')
    ),
    't authenticated ["ai:call"]', 'for what is free'
);
select is(tests.claimed(tests.model_call(:'user_id', 'm')), 'TH402', 'a token''s claims are known');

select * from finish();
rollback;
