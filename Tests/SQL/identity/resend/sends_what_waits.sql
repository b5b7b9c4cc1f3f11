-- What waits to be confirmed is mailed again; whether anything waits, the answer doesnt tell.
begin;
select plan(12);

select tests.a_person('known@example.com');
select identity.sign_up(
    '{"email": "new@example.com", "password": "correct horse"}', tests.context()
);
select tests.mailed_code('new@example.com') as first \gset

select is(
    tests.outcome(
        identity.resend('{"type": "signup", "email": "new@example.com"}', tests.context())
    ),
    '429 over_email_send_rate_limit', 'too soon'
);
select tests.let_mail_age('61 seconds');
select is(
    tests.outcome(
        identity.resend('{"type": "signup", "email": "New@example.com"}', tests.context())
    ),
    '200', 'again'
);
select is(
    (select count(*) from ops.outbox where recipient = 'new@example.com'), 2::bigint, 'another mail'
);
select is(tests.redeem('signup', 'new@example.com'), '200', 'its code is good');
select is(
    (
        identity.resend(jsonb_build_object('type', 'signup', 'email', who.email), tests.context())
    ).body,
    '{}', who.email
)
from (values ('known@example.com'), ('unknown@example.com')) who (email);
select is(
    (
        identity.resend('{"type": "email_change", "email": "known@example.com"}', tests.context())
    ).body,
    '{}', 'no change waits'
);
select is_empty($$select from ops.outbox where recipient ~ 'known@'$$, 'nothing is mailed');
select is(
    tests.outcome(identity.resend(bad.request::jsonb, tests.context())), bad.outcome, bad.request
)
from (
    values ('{}', '400 validation_failed'),
    ('{"type": "recovery", "email": "a@example.com"}', '400 validation_failed'),
    ('{"type": "signup"}', '400 validation_failed'),
    ('{"type": "sms", "phone": "1"}', '400 phone_provider_disabled')
) bad (request, outcome);

select * from finish();
rollback;
