-- For an address, known or not, a recovery code is tried 5 times an hour; then it is 429 with the
-- seconds to wait.
begin;
select plan(13);

select tests.a_person('a@example.com');
select identity.recover('{"email": "a@example.com"}', tests.context());

select is(
    tests.redeem('recovery', tried.email, 'x'),
    case when n <= 5 then '403 otp_expired' else '429 over_request_rate_limit' end,
    format('%s: %s', tried.email, n)
)
from (values ('a@example.com'), ('unknown@example.com')) tried (email)
cross join generate_series(1, 6) n;
select matches(
    (
        identity.verify(
            '{"type": "recovery", "email": "a@example.com", "token": "x"}', tests.context()
        )
    ).headers ->> 'retry-after',
    '^3(600|59\d)$', 'retry-after'
);

select * from finish();
rollback;
