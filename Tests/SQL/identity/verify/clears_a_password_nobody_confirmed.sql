-- A password set by whoever signed up with an address that was never confirmed is no way in once
-- its owner signs in by a code or resets it.
begin;
select plan(4);

update identity.settings set mail_pause_seconds = 0;
select identity.sign_up(
    jsonb_build_object('email', e.email, 'password', 'thief''s horse'), tests.context()
)
from (values ('a@example.com'), ('b@example.com')) e (email);
select identity.send_otp('{"email": "a@example.com"}', tests.context());
select identity.recover('{"email": "b@example.com"}', tests.context());

select is(tests.redeem('email', 'a@example.com'), '200', 'by a code');
select is(
    tests.outcome(tests.sign_in('a@example.com', 'thief''s horse')), '400 invalid_credentials',
    'the thief stays out'
);
select is(tests.redeem('recovery', 'b@example.com'), '200', 'by a recovery');
select is(
    tests.outcome(tests.sign_in('b@example.com', 'thief''s horse')), '400 invalid_credentials',
    'the thief stays out'
);

select * from finish();
rollback;
