-- Of several who sign up with an address that nobody has confirmed, the last sets the password, and
-- only the newest code counts.
begin;
select plan(5);

update identity.settings set mail_pause_seconds = 0;
select identity.sign_up('{"email": "a@example.com", "password": "first horse"}', tests.context());
select tests.mailed_code('a@example.com') as first \gset
select identity.sign_up('{"email": "a@example.com", "password": "second horse"}', tests.context());
select tests.mailed_code('a@example.com') as second \gset

select is((select count(*) from auth.users where email = 'a@example.com'), 1::bigint, 'one user');
select ok(
    tests.redeem('signup', 'a@example.com', :'first')
    = '403 otp_expired' or :'first' = :'second', 'the first code is spent'
);
select is(
    tests.redeem('signup', 'a@example.com', :'second'),
    '200', 'the second confirms'
);
select is(
    tests.outcome(tests.sign_in('a@example.com', 'first horse')), '400 invalid_credentials',
    'not the first password'
);
select is(tests.outcome(tests.sign_in('a@example.com', 'second horse')), '200', 'the second');

select * from finish();
rollback;
