-- The token of a sign-in request may be anybodys or have expired: it doesnt count.
begin;
select plan(1);

select tests.a_person('a@example.com') as user_id \gset
select is(
    tests.outcome(identity.grant_token(
        '{"email": "a@example.com", "password": "correct horse", "data": {}, "gotrue_meta_security": {"captcha_token": null}}',
        tests.context(
            '{"role": "authenticated", "sub": "x", "session_id": "y"}', '{"grant_type": "password"}'
        )
    )), '200', 'signed in'
);

select * from finish();
rollback;
