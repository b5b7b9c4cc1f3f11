-- An admin gets the link and the code of each type without a mail; either is good once.
begin;
select plan(25);

select tests.a_person('a@example.com') as user_id \gset
create function tests.linked(p_request jsonb) returns identity.answer language sql as $$
    select a from identity.generate_link(p_request, tests.context(tests.an_admin())) a
$$;

select a.*
from tests.linked('{"type": "recovery", "email": "A@example.com", "password": null, "new_email": null, "data": null, "redirect_to": "http://localhost:3000/x"}') a \gset
select ok(
    :'body'::jsonb ?& array[
        'id', 'email', 'action_link', 'email_otp', 'hashed_token', 'redirect_to',
        'verification_type'
    ],
    'the answer'
);
select is(
    :'body'::jsonb ->> 'action_link',
    'https://api.example.com/auth/v1/verify?token='
    || (:'body'::jsonb ->> 'hashed_token')
    || '&type=recovery&redirect_to=http%3A%2F%2Flocalhost%3A3000%2Fx',
    'the link'
);
select is(
    tests.outcome(
        identity.verify(
            jsonb_build_object(
                'type', 'recovery', 'email', 'a@example.com', 'token',
                :'body'::jsonb ->> 'email_otp'
            ),
            tests.context()
        )
    ),
    '200', 'the code is good'
);
select is(
    tests.redeem_link('recovery', :'body'::jsonb ->> 'hashed_token'), '403 otp_expired',
    'and spends the link'
);
select a.* from tests.linked('{"type": "magiclink", "email": "a@example.com"}') a \gset
select is(tests.redeem_link('magiclink', :'body'::jsonb ->> 'hashed_token'), '200', 'magiclink');
select a.* from tests.linked('{"type": "magiclink", "email": "new@example.com"}') a \gset
select is(:'body'::jsonb ->> 'verification_type', 'signup', 'magiclink for somebody new');
select is(tests.redeem_link('signup', :'body'::jsonb ->> 'hashed_token'), '200', 'signs up');
select a.*
from tests.linked(
    '{"type": "signup", "email": "b@example.com", "password": "correct horse", "data": {"a": 1}}'
) a \gset
select is(tests.redeem_link('signup', :'body'::jsonb ->> 'hashed_token'), '200', 'signup');
select is(tests.outcome(tests.sign_in('b@example.com')), '200', 'with the password');
select a.* from tests.linked('{"type": "invite", "email": "c@example.com"}') a \gset
select is(tests.redeem_link('invite', :'body'::jsonb ->> 'hashed_token'), '200', 'invite');
select a.body as current
from tests.linked(
    '{"type": "email_change_current", "email": "a@example.com", "new_email": "d@example.com"}'
) a \gset
select a.body as new
from tests.linked(
    '{"type": "email_change_new", "email": "a@example.com", "new_email": "d@example.com"}'
) a \gset
select matches(:'new'::jsonb ->> 'action_link', '&type=email_change&', 'the link of a change');
select is(
    tests.redeem_link('email_change', :'current'::jsonb ->> 'hashed_token'), '200 200',
    'the old address'
);
select is(
    tests.redeem_link('email_change', :'new'::jsonb ->> 'hashed_token'), '200', 'the new one'
);
select is((select u.email from auth.users u where u.id = :'user_id'), 'd@example.com', 'changed');
select is_empty('select from ops.outbox', 'nothing is mailed');
select is(tests.outcome(tests.linked(bad.request::jsonb)), bad.outcome, bad.request)
from (
    values ('{}', '400 validation_failed'), ('{"email": "d@example.com"}', '400 validation_failed'),
    ('{"email": "d@example.com", "type": "x"}', '400 validation_failed'),
    ('{"email": "x@example.com", "type": "recovery"}', '404 user_not_found'),
    (
        '{"email": "d@example.com", "type": "signup", "password": "correct horse"}',
        '422 email_exists'
    ),
    ('{"email": "d@example.com", "type": "invite"}', '422 email_exists'),
    ('{"email": "x@example.com", "type": "signup", "password": "short"}', '422 weak_password'),
    ('{"email": "x@example.com", "type": "signup"}', '422 weak_password'),
    (
        '{"email": "d@example.com", "type": "email_change_new", "new_email": "b@example.com"}',
        '422 email_exists'
    ),
    ('{"email": "d@example.com", "type": "email_change_new"}', '400 validation_failed')
) bad (request, outcome);

select * from finish();
rollback;
