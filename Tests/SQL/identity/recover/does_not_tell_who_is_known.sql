-- An unknown address gets the same answer, is counted like a known one and waits as long; no mail
-- goes out.
begin;
select plan(6);

select tests.a_person('known@example.com');
select clock_timestamp() as started \gset
select a.* from identity.recover('{"email": "known@example.com"}', tests.context()) a \gset known_
select clock_timestamp() - :'started' as known_took \gset
select clock_timestamp() as started \gset
select a.*
from identity.recover('{"email": "unknown@example.com"}', tests.context()) a \gset unknown_
select clock_timestamp() - :'started' as unknown_took \gset

select is(:'unknown_status'::text, :'known_status', 'status');
select is(:'unknown_body'::jsonb, :'known_body', 'body');
select ok(
    least(:'known_took'::interval, :'unknown_took') >= interval '50 ms', 'both take their time'
);
select is(
    (select count(*) from ops.outbox o where o.recipient ~ 'known@example'), 1::bigint, 'one mail'
);
select is(
    (identity.recover('{"email": "unknown@example.com"}', tests.context())).status, 429,
    'the unknown is counted'
);
select is(
    (identity.recover('{"email": "known@example.com"}', tests.context())).status, 429,
    'as the known is'
);

select * from finish();
rollback;
