-- Following a link leads to where it was asked for, with the session behind the #, to which the
-- service adds the access token.
begin;
select plan(9);

select tests.a_person('a@example.com') as user_id \gset
select identity.send_otp(
    '{"email": "a@example.com"}',
    tests.context(null, '{"redirect_to": "http://localhost:3000/in?a=1"}')
);
select tests.mailed_token('a@example.com') as link \gset
select a.*
from identity.follow_link(
    '{}',
    tests.context(
        null,
        jsonb_build_object(
            'token', :'link', 'type', 'magiclink', 'redirect_to', 'http://localhost:3000/in?a=1'
        )
    )
) a \gset

select is(:'status'::text, '303', 'status');
select matches(:'headers'::jsonb ->> 'location', '^http://localhost:3000/in\?a=1#expires_at=\d+&expires_in=3600&refresh_token=[0-9a-f]{64}&token_type=bearer&type=magiclink$', 'location');
select is(:'claims'::jsonb ->> 'sub', :'user_id', 'claims');
select a.*
from identity.follow_link(
    '{}',
    tests.context(
        null,
        jsonb_build_object(
            'token', :'link', 'type', 'magiclink', 'redirect_to', 'https://evil.example.com'
        )
    )
) a \gset
select is(:'headers'::jsonb ->> 'location', 'http://localhost:3000#error=access_denied&error_code=otp_expired&error_description=Email%20link%20is%20invalid%20or%20has%20expired', 'again, and elsewhere: to the site, with the error');
select is(:{?claims}, false, 'without a token');
select is(
    tests.outcome(identity.follow_link('{}', tests.context(null, '{"type": "signup"}'))),
    '400 validation_failed', 'no token'
);
select is(
    tests.outcome(identity.follow_link('{}', tests.context(null, '{"token": "x"}'))),
    '400 validation_failed', 'no type'
);
select is(
    tests.outcome(identity.follow_link('{}', tests.context(null, '{"token": "x", "type": "x"}'))),
    '400 validation_failed', 'a strange type'
);
select is(
    tests.outcome(identity.follow_link('{"token": "x", "type": "x"}', '{}')),
    '400 validation_failed', 'no query'
);

select * from finish();
rollback;
