-- What is refused is refused whole: nothing of a request with one fault is done.
begin;
select plan(13);

select tests.a_person('a@example.com') as user_id \gset
select tests.a_person('taken@example.com');
select tests.claims(:'user_id') as claims \gset

select is(
    tests.outcome(
        identity.update_user(bad.request::jsonb || '{"data": {"x": 1}}', tests.context(:'claims'))
    ),
    bad.outcome, bad.request
)
from (values
    ('{"password": "correct horse"}', '422 same_password'),
    ('{"password": "short"}', '422 weak_password'),
    ('{"password": ""}', '422 weak_password'),
    ('{"password": 12345678}', '422 weak_password'),
    ('{"password": "password1"}', '422 weak_password'),
    ('{"email": "x"}', '400 validation_failed'),
    ('{"email": "taken@example.com"}', '422 email_exists'),
    ('{"email": "TAKEN@example.com", "password": "battery staple"}', '422 email_exists'),
    ('{"phone": "4912345"}', '400 phone_provider_disabled'),
    ('{"code_challenge": "x"}', '400 validation_failed')
) as bad (request, outcome);
select is(
    (select u.raw_user_meta_data from auth.users u where u.id = :'user_id'), '{}',
    'the metadata stays'
);
select is(tests.outcome(tests.sign_in('a@example.com')), '200', 'the password stays');
select is(
    tests.outcome(identity.update_user('{"data": {}}', tests.context())), '401 no_authorization',
    'without a token'
);

select * from finish();
rollback;
