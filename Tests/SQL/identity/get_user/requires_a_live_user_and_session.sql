-- The user of a token is answered if user and session are there; each lack has its status and code.
begin;
select plan(11);

select tests.a_person('a@example.com') as user_id \gset
select tests.a_person('other@example.com') as other_id \gset
select tests.claims(:'user_id') as claims \gset
select tests.claims(:'other_id') as other_claims \gset

select is(
    (identity.get_user('{}', tests.context(:'claims'))).body ->> 'id', :'user_id', 'the user'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'::jsonb - 'session_id'))), '200',
    'a token without a session'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context())), '401 no_authorization', 'no token'
);
select is(tests.outcome(identity.get_user('{}', '{}')), '401 no_authorization', 'no context');
select is(
    tests.outcome(identity.get_user('{}', tests.context(tests.an_admin()))), '403 bad_jwt',
    'a service key'
);
select is(
    tests.outcome(identity.get_user('{}', tests.context('{"sub": "x"}'))), '400 bad_jwt',
    'a strange subject'
);
select is(
    tests.outcome(
        identity.get_user('{}', tests.context(jsonb_build_object('sub', gen_random_uuid())))
    ),
    '403 user_not_found', 'an unknown user'
);
select is(
    tests.outcome(
        identity.get_user('{}', tests.context(:'claims'::jsonb || '{"session_id": "x"}'))
    ),
    '403 session_not_found', 'a strange session'
);
select is(
    tests.outcome(
        identity.get_user(
            '{}',
            tests.context(
                :'claims'::jsonb
                || jsonb_build_object('session_id', :'other_claims'::jsonb ->> 'session_id')
            )
        )
    ),
    '403 session_not_found', 'the session of another'
);
update auth.users set banned_until = now() + interval '1 day' where id = :'user_id';
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '403 user_banned', 'banned'
);
update auth.users set banned_until = null, deleted_at = now() where id = :'user_id';
select is(
    tests.outcome(identity.get_user('{}', tests.context(:'claims'))), '403 user_not_found',
    'deleted softly'
);

select * from finish();
rollback;
