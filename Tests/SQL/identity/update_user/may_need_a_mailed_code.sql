-- With a setting a session older than a day changes the password only with a mailed code, which is
-- good once and for its user.
begin;
select plan(8);

update identity.settings set needs_reauthentication = true, mail_pause_seconds = 0;
select tests.a_person('a@example.com') as user_id \gset
select tests.claims(:'user_id') as claims \gset
select tests.a_person('b@example.com') as other_id \gset
select tests.claims(:'other_id') as other_claims \gset

select is(
    tests.outcome(identity.update_user('{"password": "first horse"}', tests.context(:'claims'))),
    '200', 'a fresh session needs none'
);
update auth.sessions set created_at = created_at - interval '25 hours';
select is(
    tests.outcome(identity.update_user('{"password": "second horse"}', tests.context(:'claims'))),
    '400 reauthentication_needed', 'an old one does'
);
select is(
    tests.outcome(identity.reauthenticate('{}', tests.context(:'claims'))), '200',
    'a code is mailed'
);
select tests.mailed_code('a@example.com') as code \gset
select is(
    tests.outcome(
        identity.update_user(
            jsonb_build_object('password', 'second horse', 'nonce', :'code'),
            tests.context(:'other_claims')
        )
    ),
    '422 reauthentication_not_valid', 'to nobody else'
);
select is(
    tests.outcome(
        identity.update_user('{"password": "second horse", "nonce": "x"}', tests.context(:'claims'))
    ),
    '422 reauthentication_not_valid', 'a wrong one'
);
select is(
    tests.outcome(
        identity.update_user(
            jsonb_build_object('password', 'second horse', 'nonce', :'code'),
            tests.context(:'claims')
        )
    ),
    '200', 'the right one'
);
select is(
    tests.outcome(
        identity.update_user(
            jsonb_build_object('password', 'third horse', 'nonce', :'code'),
            tests.context(:'claims')
        )
    ),
    '422 reauthentication_not_valid', 'a second time'
);
select is(
    tests.outcome(identity.reauthenticate('{}', tests.context())), '401 no_authorization',
    'nobody is mailed without a token'
);

select * from finish();
rollback;
