-- A wrong password and an unknown address are refused alike; who is banned or unconfirmed learns so
-- only with the right password.
begin;
select plan(17);

select tests.a_person('a@example.com'), tests.a_person(
    'banned@example.com'
), tests.a_person('new@example.com'), tests.a_person('none@example.com');
update auth.users set banned_until = now() + interval '1 hour' where email = 'banned@example.com';
update auth.users set email_confirmed_at = null where email = 'new@example.com';
update auth.users set encrypted_password = null where email = 'none@example.com';

select is(
    tests.outcome(tests.sign_in(tried.email, tried.password)), tried.outcome,
    format('%s %s', tried.email, tried.password)
)
from (values
    ('a@example.com', 'wrong horse', '400 invalid_credentials'),
    ('a@example.com', '', '400 invalid_credentials'),
    ('a@example.com', null, '400 invalid_credentials'),
    ('unknown@example.com', 'correct horse', '400 invalid_credentials'),
    ('none@example.com', 'correct horse', '400 invalid_credentials'),
    ('none@example.com', null, '400 invalid_credentials'),
    ('banned@example.com', 'wrong horse', '400 invalid_credentials'),
    ('banned@example.com', 'correct horse', '400 user_banned'),
    ('new@example.com', 'wrong horse', '400 invalid_credentials'),
    ('new@example.com', 'correct horse', '400 email_not_confirmed'),
    (null, 'correct horse', '400 validation_failed'),
    ('%', 'correct horse', '400 invalid_credentials')
) as tried (email, password, outcome);
select is(
    (tests.sign_in('a@example.com', 'wrong')).body, (
        tests.sign_in('unknown@example.com', 'wrong')
    ).body, 'the same words'
);
select is(
    tests.outcome(
        identity.grant_token(
            '{"phone": "1", "password": "x"}', tests.context(null, '{"grant_type": "password"}')
        )
    ),
    '400 phone_provider_disabled', 'by phone'
);
select is(
    tests.outcome(
        identity.grant_token(
            '{"email": "a@example.com", "phone": "1", "password": "x"}',
            tests.context(null, '{"grant_type": "password"}')
        )
    ),
    '400 validation_failed', 'by both'
);
select is(
    tests.outcome(identity.grant_token('{}', tests.context(null, '{"grant_type": "id_token"}'))),
    '400 invalid_credentials', 'another grant'
);
select is(
    tests.outcome(identity.grant_token('{}', tests.context())), '400 invalid_credentials',
    'no grant'
);

select * from finish();
rollback;
