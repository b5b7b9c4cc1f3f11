-- A verification needs a type and either an address with its code or a links token.
begin;
select plan(13);

select is(
    tests.outcome(identity.verify(bad.request::jsonb, tests.context())), bad.outcome, bad.request
)
from (values
    ('{}', '400 validation_failed'),
    ('{"type": "email"}', '400 validation_failed'),
    ('{"type": "email", "token": "123456"}', '400 validation_failed'),
    ('{"type": "email", "token": 123456, "email": "a@example.com"}', '400 validation_failed'),
    ('{"type": "email", "token": "123456", "token_hash": "x"}', '400 validation_failed'),
    ('{"type": "email", "token_hash": "x", "email": "a@example.com"}', '400 validation_failed'),
    ('{"type": "x", "token_hash": "x"}', '400 validation_failed'),
    ('{"type": "reauthentication", "token_hash": "x"}', '400 validation_failed'),
    ('{"type": "email", "email": "x", "token": "123456"}', '400 validation_failed'),
    ('{"type": "sms", "phone": "1", "token": "123456"}', '400 phone_provider_disabled'),
    ('{"type": "email", "token_hash": "x"}', '403 otp_expired'),
    ('{"type": "email", "token_hash": "pkce_x", "options": {}}', '403 otp_expired'),
    ('{"type": "email", "email": "a@example.com", "token": "123456"}', '403 otp_expired')
) as bad (request, outcome);

select * from finish();
rollback;
