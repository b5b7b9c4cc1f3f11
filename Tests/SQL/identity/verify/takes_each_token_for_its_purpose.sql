-- A token is good for the verification it was mailed for, under each of its names, and for no
-- other.
begin;
select plan(15);

update identity.settings set mail_pause_seconds = 0;
select tests.a_person('a@example.com');
select identity.recover('{"email": "a@example.com"}', tests.context());
select is(tests.redeem(wrong, 'a@example.com'), '403 otp_expired', 'recovery as ' || wrong)
from unnest(array['signup', 'invite', 'magiclink', 'email', 'email_change']) wrong;
select is(tests.redeem('recovery', 'a@example.com'), '200', 'recovery');
select identity.send_otp('{"email": "a@example.com"}', tests.context());
select is(tests.redeem(wrong, 'a@example.com'), '403 otp_expired', 'magiclink as ' || wrong)
from unnest(array['signup', 'recovery', 'email_change']) wrong;
select is(tests.redeem('magiclink', 'a@example.com'), '200', 'magiclink');
select identity.send_otp('{"email": "a@example.com"}', tests.context());
select is(tests.redeem('email', 'a@example.com'), '200', 'magiclink as email');
select identity.send_otp('{"email": "new@example.com"}', tests.context());
select is(tests.redeem('recovery', 'new@example.com'), '403 otp_expired', 'signup as recovery');
select is(tests.redeem('email', 'new@example.com'), '200', 'signup as email');
select identity.sign_up('{"email": "b@example.com", "password": "correct horse"}', tests.context());
select is(tests.redeem('signup', 'a@example.com'), '403 otp_expired', 'of another''s address');
select is(tests.redeem('signup', 'b@example.com'), '200', 'signup');

select * from finish();
rollback;
