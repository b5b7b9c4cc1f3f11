-- Due mail is claimed once, oldest first; what was sent is settled for good, and its text is
-- forgotten.
begin;
select plan(13);

insert into ops.outbox (kind, recipient, subject, body, next_attempt_at) values
    ('test', 'b@example.com', 'B', 'secret', now() - interval '1 minute'), (
        'test', 'a@example.com', 'A', 'secret', now() - interval '2 minutes'
    ),
    ('test', 'later@example.com', 'L', 'secret', now() + interval '1 minute');
select results_eq(
    'select recipient from ops.claim_outbox(1)', $$values ('a@example.com')$$, 'the oldest'
);
select results_eq(
    'select recipient from ops.claim_outbox()', $$values ('b@example.com')$$, 'the next'
);
select is_empty('select from ops.claim_outbox()', 'no other is due');
select id from ops.outbox where recipient = 'a@example.com' \gset
select ops.settle_outbox(:id);
select is(
    (
        select format(
            '%s %s %s', o.sent_at is not null, o.body, o.attempts
        ) from ops.outbox o where o.id = :id
    ),
    't  1', 'sent'
);
select is(tests.refusal(format('select ops.settle_outbox(%s)', :id)), 'TH404 outbox', 'once');
select is(tests.refusal('select ops.settle_outbox(-1)'), 'TH404 outbox', 'unknown');
select is(tests.refusal('select ops.settle_outbox(null)'), 'TH404 outbox', 'none');
select is(
    tests.refusal(
        format(
            'select ops.settle_outbox(%s)',
            (select o.id from ops.outbox o where o.recipient ~ 'later')
        )
    ),
    'TH404 outbox', 'not claimed'
);
update ops.outbox set next_attempt_at = now() where recipient = 'b@example.com';
select is(
    (select o.attempts from ops.claim_outbox() o), 2, 'a worker that died leaves it to the next'
);
select is(tests.refusal(format('select ops.claim_outbox(%s)', bad.n)), 'TH001 limit', bad.n)
from unnest(array['0', '-1', '101', 'null']) bad (n);

select * from finish();
rollback;
