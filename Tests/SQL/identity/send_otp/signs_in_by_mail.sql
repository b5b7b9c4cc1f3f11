-- A code signs in who is known, and signs up who is new unless that is not wanted.
begin;
select plan(12);

select tests.a_person('a@example.com') as user_id \gset
select a.*
from identity.send_otp(
    '{"email": "a@example.com", "data": null, "create_user": true}', tests.context()
) a \gset
select is(:'status'::text, '200', 'known');
select is(:'body'::jsonb, '{}', 'an object');
select is(
    (
        identity.verify(
            jsonb_build_object(
                'type', 'email', 'email', 'a@example.com', 'token',
                tests.mailed_code('a@example.com')
            ),
            tests.context()
        )
    ).body #>> '{user,id}',
    :'user_id', 'signed in'
);
select is(
    tests.outcome(
        identity.send_otp('{"email": "new@example.com", "create_user": false}', tests.context())
    ),
    '422 otp_disabled', 'new and not wanted'
);
select is(
    tests.outcome(
        identity.send_otp('{"email": "new@example.com", "data": {"a": 1}}', tests.context())
    ),
    '200', 'new'
);
select is(
    (
        identity.verify(
            jsonb_build_object(
                'type', 'email', 'email', 'new@example.com', 'token',
                tests.mailed_code('new@example.com')
            ),
            tests.context()
        )
    ).body #> '{user,user_metadata}',
    '{"a": 1}', 'signed up'
);
select is(
    tests.outcome(identity.send_otp('{"email": "a@example.com"}', tests.context())),
    '429 over_email_send_rate_limit', 'too soon'
);
select is(
    tests.outcome(identity.send_otp(bad.request::jsonb, tests.context())), bad.outcome, bad.request
)
from (
    values ('{}', '400 validation_failed'), ('{"phone": "1"}', '400 phone_provider_disabled'),
    ('{"email": "x"}', '400 validation_failed'),
    ('{"email": "a@example.com", "phone": "1"}', '400 validation_failed'),
    ('{"email": "a@example.com", "code_challenge_method": "s256"}', '400 validation_failed')
) bad (request, outcome);

select * from finish();
rollback;
