-- One address cant confirm a change twice, nor by having the mail sent again.
begin;
select plan(4);

update identity.settings set mail_pause_seconds = 0;
select tests.a_person('old@example.com') as user_id \gset
select tests.claims(:'user_id') as claims \gset
select identity.update_user('{"email": "new@example.com"}', tests.context(:'claims'));
select is(tests.redeem('email_change', 'new@example.com'), '200 200', 'once');
select is(tests.redeem('email_change', 'new@example.com'), '403 otp_expired', 'twice');
select identity.resend('{"type": "email_change", "email": "old@example.com"}', tests.context());
select is(
    tests.redeem('email_change', 'new@example.com'), '200 200',
    'again after a new mail: the first of two'
);
select is(
    (select u.email from auth.users u where u.id = :'user_id'), 'old@example.com',
    'nothing has changed'
);

select * from finish();
rollback;
