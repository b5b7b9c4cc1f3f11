-- A code is good for 10 minutes; a recoverys link too, other links for an hour.
begin;
select plan(5);

update identity.settings set mail_pause_seconds = 0;
select tests.a_person('a@example.com');
select identity.recover('{"email": "a@example.com"}', tests.context());
select tests.mailed_code('a@example.com') as code, tests.mailed_token('a@example.com') as link \gset
select identity.send_otp('{"email": "a@example.com"}', tests.context());
select tests.mailed_code('a@example.com') as otp, tests.mailed_token('a@example.com') as magic \gset

select tests.let_mail_age('601 seconds');
select is(tests.redeem('recovery', 'a@example.com', :'code'), '403 otp_expired', 'the code');
select is(tests.redeem_link('recovery', :'link'), '403 otp_expired', 'the recovery''s link');
select is(tests.redeem('email', 'a@example.com', :'otp'), '403 otp_expired', 'the code to sign in');
select is(tests.redeem_link('email', :'magic'), '200', 'its link');
select identity.send_otp('{"email": "a@example.com"}', tests.context());
select tests.mailed_token('a@example.com') as magic \gset
select tests.let_mail_age('3601 seconds');
select is(tests.redeem_link('email', :'magic'), '403 otp_expired', 'after an hour');

select * from finish();
rollback;
