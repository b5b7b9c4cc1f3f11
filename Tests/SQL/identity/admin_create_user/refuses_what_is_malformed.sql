-- What is malformed or taken is refused, and then nobody is added.
begin;
select plan(19);

select tests.a_person('taken@example.com') as user_id \gset
update auth.users set phone = '4912345' where id = :'user_id';
select count(*) as before from auth.users \gset

select is(
    tests.outcome(identity.admin_create_user(bad.request::jsonb, tests.context(tests.an_admin()))),
    bad.outcome, bad.request
)
from (values
    ('{}', '400 validation_failed'),
    ('{"email": "x"}', '400 validation_failed'),
    ('{"email": "Taken@example.com"}', '422 email_exists'),
    ('{"email": "a@example.com", "phone": "4912345"}', '422 phone_exists'),
    ('{"email": "a@example.com", "phone": "x"}', '400 validation_failed'),
    ('{"email": "a@example.com", "password": "short"}', '422 weak_password'),
    (
        '{"email": "a@example.com", "password": "correct horse", "password_hash": "x"}',
        '400 validation_failed'
    ),
    ('{"email": "a@example.com", "password_hash": "x"}', '400 validation_failed'),
    (
        '{"email": "a@example.com", "password_hash": "$argon2id$v=19$m=16,t=2,p=1$x$x"}',
        '400 validation_failed'
    ),
    ('{"email": "a@example.com", "password_hash": "$2a$31$ThinThinThinThinThinTuThinThinThinThinThinThinThinThinThi"}', '400 validation_failed'),
    ('{"email": "a@example.com", "role": "thin_owner"}', '400 validation_failed'),
    ('{"email": "a@example.com", "role": "thin_auth"}', '400 validation_failed'),
    ('{"email": "a@example.com", "role": "postgres"}', '400 validation_failed'),
    ('{"email": "a@example.com", "role": "nobody knows"}', '400 validation_failed'),
    ('{"email": "a@example.com", "ban_duration": "x"}', '400 validation_failed'),
    ('{"email": "a@example.com", "id": "x"}', '400 validation_failed')
) as bad (request, outcome);
select is(
    tests.outcome(
        identity.admin_create_user(
            jsonb_build_object('email', 'a@example.com', 'id', :'user_id'),
            tests.context(tests.an_admin())
        )
    ),
    '422 conflict', 'an id that is taken'
);
select is(
    tests.outcome(
        identity.admin_create_user(
            jsonb_build_object(
                'email', 'a@example.com', 'app_metadata', jsonb_build_object('a', repeat('x', 5000))
            ),
            tests.context(tests.an_admin())
        )
    ),
    '400 validation_failed', 'metadata that no token can carry'
);
select is((select count(*) from auth.users), :before::bigint, 'nobody was added');

select * from finish();
rollback;
