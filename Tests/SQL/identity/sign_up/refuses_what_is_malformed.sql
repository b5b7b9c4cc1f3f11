-- What is missing, malformed or of another type is refused with the status and code that clients
-- know.
begin;
select plan(22);

select is(
    tests.outcome(identity.sign_up(bad.request::jsonb, tests.context())), bad.outcome, bad.request
)
from (values
    ('{}', '422 anonymous_provider_disabled'),
    ('[]', '422 anonymous_provider_disabled'),
    ('null', '422 anonymous_provider_disabled'),
    ('{"phone": "+4912345", "password": "correct horse"}', '400 phone_provider_disabled'),
    (
        '{"email": "a@example.com", "phone": "1", "password": "correct horse"}',
        '400 validation_failed'
    ),
    ('{"email": "a@example.com"}', '400 validation_failed'),
    ('{"email": "a@example.com", "password": 12345678}', '400 validation_failed'),
    ('{"email": "a@example.com", "password": null}', '400 validation_failed'),
    ('{"email": "a", "password": "correct horse"}', '400 validation_failed'),
    ('{"email": "a@b@c", "password": "correct horse"}', '400 validation_failed'),
    (
        '{"email": "a@example.com\\nBcc: b@example.com", "password": "correct horse"}',
        '400 validation_failed'
    ),
    ('{"email": "<a@example.com>", "password": "correct horse"}', '400 validation_failed'),
    ('{"email": "a@example.com", "password": "short"}', '422 weak_password'),
    ('{"email": "a@example.com", "password": "Password1"}', '422 weak_password'),
    (
        '{"email": "a@example.com", "password": "correct horse", "code_challenge": "x"}',
        '400 validation_failed'
    ),
    ('{"email": "a@example.com", "password": "correct horse", "code_challenge": "x", "code_challenge_method": "s256"}', '400 validation_failed'),
    (
        '{"email": "a@example.com", "password": "correct horse", "code_challenge_method": "s256"}',
        '400 validation_failed'
    )
) as bad (request, outcome);
select is(
    tests.outcome(
        identity.sign_up(
            jsonb_build_object('email', 'a@example.com', 'password', repeat('x', 73)),
            tests.context()
        )
    ),
    '400 validation_failed', '73 bytes'
);
select is(
    tests.outcome(
        identity.sign_up(
            jsonb_build_object('email', 'a@example.com', 'password', repeat('ä', 36) || 'x'),
            tests.context()
        )
    ),
    '400 validation_failed', '73 bytes in 37 characters'
);
select is(
    tests.outcome(
        identity.sign_up(
            jsonb_build_object(
                'email', 'a@example.com', 'password', 'correct horse', 'data',
                jsonb_build_object('a', repeat('x', 5000))
            ),
            tests.context()
        )
    ),
    '400 validation_failed', 'metadata that no token can carry'
);
select is(
    tests.outcome(
        identity.sign_up(
            jsonb_build_object(
                'email', repeat('x', 250) || '@example.com', 'password', 'correct horse'
            ),
            tests.context()
        )
    ),
    '400 validation_failed', 'a long address'
);
select is_empty('select from auth.users where email = ''a@example.com''', 'nobody was added');

select * from finish();
rollback;
