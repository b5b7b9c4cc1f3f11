-- The errors that clients are written against have their status and name.
begin;
select plan(2);

select set_has(
    'select code, http_status, name from ops.error_codes',
    $$values
        ('TH001', 400, 'invalid_argument'), (
            'TH402', 402, 'insufficient_credits'
        ), ('TH403', 403, 'forbidden'),
        ('TH404', 404, 'not_found'), ('TH409', 409, 'idempotency_key_reused'),
        ('TH410', 409, 'reservation_already_settled'), ('TH411', 409, 'reservation_expired'),
        (
            'TH412', 409, 'already_claimed'
        ), ('TH423', 409, 'run_in_progress'), ('TH429', 429, 'rate_limited'),
        ('TH451', 402, 'limit_exceeded'), ('TH503', 503, 'disabled')$$,
    'each of them'
);
select is_empty(
    $$select code from ops.error_codes
    where message <> lower(message) or message ~ '\.$'$$, 'messages are lower case without a full stop'
);

select * from finish();
rollback;
