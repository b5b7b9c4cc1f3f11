-- Sign-ups can be closed by a setting, for new people who ask for a code too.
begin;
select plan(3);

update identity.settings set allows_signup = false, allows_anonymous = true;

select is(
    tests.outcome(
        identity.sign_up('{"email": "a@example.com", "password": "correct horse"}', tests.context())
    ),
    '422 signup_disabled', 'with a password'
);
select is(
    tests.outcome(identity.sign_up('{}', tests.context())), '422 signup_disabled', 'anonymous'
);
select is(
    tests.outcome(identity.send_otp('{"email": "a@example.com"}', tests.context())),
    '422 signup_disabled', 'by a code'
);

select * from finish();
rollback;
