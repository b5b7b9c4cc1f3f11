-- Old events from Stripe stay known, what they told is archived and dropped; delivered webhooks go, dead letters stay; what is switched
-- off is left alone; each run leaves a row.
begin;
select plan(13);

select tests.an_endpoint() as endpoint \gset
insert into ops.webhook_deliveries (endpoint_id, event_id, event_type, body, created_at, delivered_at, failed_at)
select :'endpoint', gen_random_uuid(), v.kind, '{}', now() - interval '1 year', v.delivered_at, v.failed_at
from (
    values ('old', now() - interval '1 year', null::timestamptz), ('young', now(), null), ('dead', null, now() - interval '1 year')
) as v (kind, delivered_at, failed_at);
select tests.receive('customer.updated', '{"id": "cus_1"}', p_id => 'evt_old'),
    tests.receive('customer.updated', '{"id": "cus_1"}', p_id => 'evt_young');
update billing.stripe_events e set received_at = now() - interval '3 years' where e.id = 'evt_old';
select tests.run_job('retention');

select set_eq(
    format('select event_type from ops.webhook_deliveries where endpoint_id = %L', :'endpoint'),
    $$values ('young'), ('dead')$$, 'webhooks'
);
select is((select e.payload ? 'data' from billing.stripe_events e where e.id = 'evt_old'), false, 'an old event is empty');
select is((select e.payload ? 'data' from billing.stripe_events e where e.id = 'evt_young'), true, 'a young one isn''t');
select is(
    (select r.is_new from billing.receive_stripe_event(tests.stripe_event('customer.updated', '{"id": "cus_1"}', 0, 'evt_old')) r),
    false, 'and is still known'
);
select tests.run_job('retention');
select is(tests.refusal('select billing.replay_stripe_event(''evt_old'')'), 'TH404 payload', 'but dropped the day after');
select set_eq(
    'select relation, rows_done, finished_at is not null from ops.retention_runs where relation <> ''audit.log''',
    $$values ('billing.stripe_events', 1::bigint, true), ('billing.archived_payloads', 1, true), ('ops.webhook_deliveries', 1, true)$$, 'noted'
);
select is(
    (select count(*) from ops.retention_policies p where p.is_enabled and p.done_before is null), 1::bigint,
    'all but entries, which have a job of their own, are done'
);

update ops.retention_policies p set is_enabled = false where p.relation = 'ops.webhook_deliveries';
update ops.webhook_deliveries d set delivered_at = now() - interval '1 year' where d.event_type = 'young';
select tests.run_job('retention');
select is((select count(*) from ops.webhook_deliveries d where d.event_type = 'young'), 1::bigint, 'switched off');
select is(
    tests.refusal('update ops.retention_policies set keep = ''1 day''') ~ '^23514',
    true, 'less than a month is a mistake'
);

select tests.a_user(100) as id \gset
select tests.let_time_pass(:'id', '9 months');
update ops.retention_policies p set keep = '12 months' where p.relation = 'credits.ledger_entries';
select tests.run_job('archive');
select is((select count(*) from credits.ledger_entries l where l.user_id = :'id'), 1::bigint, 'entries are kept as long as said');
update ops.retention_policies p set keep = '3 months' where p.relation = 'credits.ledger_entries';
select tests.run_job('archive');
select is((select count(*) from credits.ledger_entries l where l.user_id = :'id'), 0::bigint, 'and no longer');
select is(
    (select r.rows_done from ops.retention_runs r where r.relation = 'credits.ledger_entries'), 1::bigint, 'noted too'
);
select is_empty('select * from credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
