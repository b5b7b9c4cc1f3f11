-- A link that was asked for with a code challenge leads on with a code, which the verifier
-- exchanges for a session once, within 5 minutes.
begin;
select plan(12);

update identity.settings set mail_pause_seconds = 0;
select tests.a_person('a@example.com') as user_id \gset
-- RFC 7636, appendix B.
select 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' as verifier, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' as challenge \gset
create function tests.followed(p_email text, p_type text) returns text language sql as $$
    select (
        identity.follow_link(
            '{}',
            tests.context(
                null, jsonb_build_object('token', tests.mailed_token(p_email), 'type', p_type)
            )
        )
    ).headers ->> 'location'
$$;
create function tests.exchanged(p_code text, p_verifier text) returns text language sql as $$
    select tests.outcome(
        identity.grant_token(
            jsonb_build_object('auth_code', p_code, 'code_verifier', p_verifier),
            tests.context(null, '{"grant_type": "pkce"}')
        )
    )
$$;

select identity.recover(
    jsonb_build_object(
        'email', 'a@example.com', 'code_challenge', :'challenge', 'code_challenge_method', 's256'
    ),
    tests.context()
);
select matches(tests.mailed_token('a@example.com'), '^pkce_[0-9a-f]{64}$', 'the link says so');
select tests.followed('a@example.com', 'recovery') as location \gset
select matches(:'location'::text, '^http://localhost:3000\?code=[0-9a-f-]{36}$', 'location');
select substring(:'location' from 'code=(.*)') as code \gset
select is(tests.exchanged(:'code', 'x'), '400 bad_code_verifier', 'another verifier');
select is(tests.exchanged(:'code', null), '400 validation_failed', 'no verifier');
select is(tests.exchanged('x', :'verifier'), '404 flow_state_not_found', 'another code');
select is(
    tests.exchanged((select f.auth_code from auth.flow_state f), :'verifier'),
    '404 flow_state_not_found', 'what is kept of it'
);
select a.claims
from identity.grant_token(
    jsonb_build_object('auth_code', :'code', 'code_verifier', :'verifier'),
    tests.context(null, '{"grant_type": "pkce"}')
) a \gset
select is(:'claims'::jsonb #>> '{amr,0,method}', 'recovery', 'the right ones');
select is(tests.exchanged(:'code', :'verifier'), '404 flow_state_not_found', 'once');
select matches(
    tests.followed('a@example.com', 'recovery'),
    '^http://localhost:3000\?error=access_denied&.*#error=access_denied&',
    'the link again: the error stands in both places'
);

select identity.sign_up(
    jsonb_build_object(
        'email', 'new@example.com', 'password', 'correct horse', 'code_challenge', :'verifier',
        'code_challenge_method', 'plain'
    ),
    tests.context()
);
select tests.followed('new@example.com', 'signup') as location \gset
select is(
    tests.exchanged(substring(:'location' from 'code=(.*)'), :'verifier'), '200', 'signup, plain'
);
select identity.send_otp(
    jsonb_build_object(
        'email', 'a@example.com', 'code_challenge', :'challenge', 'code_challenge_method', 'S256'
    ),
    tests.context()
);
select tests.followed('a@example.com', 'magiclink') as location \gset
select tests.let_mail_age('301 seconds');
select is(
    tests.exchanged(substring(:'location' from 'code=(.*)'), :'verifier'), '403 flow_state_expired',
    'too late'
);
select identity.send_otp(
    jsonb_build_object(
        'email', 'a@example.com', 'code_challenge', :'challenge', 'code_challenge_method', 'S256'
    ),
    tests.context()
);
select is(tests.redeem('email', 'a@example.com'), '200', 'the code may be typed instead');

select * from finish();
rollback;
