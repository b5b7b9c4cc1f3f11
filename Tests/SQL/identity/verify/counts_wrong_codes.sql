-- After 5 wrong codes the right one is refused too, and so is every other; the link is spent with
-- it.
begin;
select plan(8);

update identity.settings set recoveries_per_hour = 1000;
select tests.a_person('a@example.com');
select identity.recover('{"email": "a@example.com"}', tests.context());
select tests.mailed_code('a@example.com') as code, tests.mailed_token('a@example.com') as link \gset

select is(
    tests.redeem(
        'recovery', 'a@example.com', lpad(((:'code'::integer + n) % 1000000)::text, 6, '0')
    ),
    '403 otp_expired', format('wrong code %s', n)
)
from generate_series(1, 5) n;
select is(
    (select t.tries from auth.one_time_tokens t where t.relates_to = 'a@example.com'), 5::smallint,
    'all are counted'
);
select is(tests.redeem('recovery', 'a@example.com', :'code'), '403 otp_expired', 'the right one');
select tests.let_mail_age('61 seconds');
select identity.recover('{"email": "a@example.com"}', tests.context());
select is(tests.redeem('recovery', 'a@example.com'), '200', 'a new one is good');

select * from finish();
rollback;
