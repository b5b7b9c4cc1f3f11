-- Mail that was settled a month ago is deleted, some at a time; what waits stays.
begin;
select plan(4);

insert into ops.outbox (kind, recipient, subject, body, sent_at, failed_at)
select 'planted', 'a@example.com', 's', 'b', o.sent_at, o.failed_at
from (values
    (now() - interval '31 days', null::timestamptz), (null, now() - interval '31 days'),
    (now() - interval '29 days', null), (null, null)
) as o (sent_at, failed_at);
select is(ops.clean_outbox(1), 1, 'one');
select is(ops.clean_outbox(), 1, 'the other');
select is((select count(*) from ops.outbox where kind = 'planted'), 2::bigint, 'the rest stays');
select is(tests.refusal('select ops.clean_outbox(0)'), 'TH001 limit', 'a limit is at least 1');

select * from finish();
rollback;
