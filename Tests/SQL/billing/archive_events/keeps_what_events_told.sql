-- What events told moves to the archive by months, as it was; the event stays known. A month that is dropped takes it along.
begin;
select plan(19);

select tests.receive('customer.updated', jsonb_build_object('id', 'cus_1', 'name', v.id), p_id => v.id)
from (values ('evt_old'), ('evt_failed'), ('evt_tried'), ('evt_young')) as v (id);
update billing.stripe_events e set received_at = now() - interval '7 months' where e.id <> 'evt_young';
update billing.stripe_events e set received_at = now() - interval '9 months' where e.id = 'evt_failed';
update billing.stripe_events e set status = 'failed', error = 'TH001 of a name' where e.id in ('evt_failed', 'evt_tried');
update billing.stripe_events e set next_attempt_at = now() + interval '1 minute' where e.id = 'evt_tried';
create temporary table before on commit drop as select e.id, e.received_at, e.payload from billing.stripe_events e;
select is(tests.run_job('retention') > 0, true, 'the job');

select bag_eq(
    'select a.id, a.received_at, a.payload from billing.archived_payloads a',
    'select b.id, b.received_at, b.payload from before b where b.id in (''evt_old'', ''evt_failed'')', 'as it was'
);
select bag_eq(
    'select p.tableoid::regclass::text as month from billing.archived_payloads p',
    format(
        'values (%L), (%L)', 'billing.archived_payloads_' || to_char(now() - interval '7 months', 'YYYY_MM'),
        'billing.archived_payloads_' || to_char(now() - interval '9 months', 'YYYY_MM')
    ), 'by months'
);
select results_eq(
    $$
        select e.id::text collate "default", e.status, e.error, e.payload::jsonb from billing.stripe_events e
        order by e.id collate "C" limit 2
    $$,
    $$values
        ('evt_failed', 'failed', 'TH001', '{"id": "evt_failed", "type": "customer.updated", "archived": true}'::jsonb),
        ('evt_old', 'ignored', null, '{"id": "evt_old", "type": "customer.updated", "archived": true}')$$,
    'that it came stays'
);
select is(
    (select count(*) from billing.stripe_events e where e.payload ? 'data'), 2::bigint, 'what is tried again, or young, stays too'
);
select is(
    (select r.is_new from billing.receive_stripe_event(tests.stripe_event('customer.updated', '{"id": "cus_1"}', 0, 'evt_old')) r),
    false, 'a repeat does nothing'
);
select is(billing.archive_events(null, now() - interval '4 months', 10), 0::bigint, 'once');

-- Nothing else changes there.
select is(tests.refusal('delete from billing.archived_payloads') ~ '^TH500', true, 'nobody removes it');
select is(tests.refusal('truncate billing.archived_payloads') ~ '^TH500', true, 'nor all of it');
select is(
    tests.refusal('update billing.archived_payloads set payload = ''{"id": "evt_old"}''') ~ '^TH500', true, 'nor writes another'
);
select is(
    tests.refusal('update billing.archived_payloads set received_at = now()') ~ '^TH500', true, 'nor moves it'
);
select is(
    tests.refusal('update billing.archived_payloads set id = ''evt_2'', payload = ''{"id": "evt_2", "erased": true}''') ~ '^TH500',
    true, 'nor renames it'
);
select is(
    tests.attempt(
        'thin_owner', null,
        format('delete from %s', (select min(p.tableoid::regclass::text) from billing.archived_payloads p))
    ), '42501', 'not by its partition either'
);

select is(
    (select concat_ws(' ', e.status, e.attempts) from billing.replay_stripe_event('evt_old') e), 'ignored 2',
    'an admin replays it from there'
);
update ops.retention_policies p set keep = '8 months' where p.relation = 'billing.archived_payloads';
select tests.run_job('retention');
select results_eq(
    'select a.id::text collate "default" from billing.archived_payloads a', $$values ('evt_old')$$, 'a month is dropped'
);
select is(
    tests.refusal('select billing.replay_stripe_event(''evt_failed'')'), 'TH404 payload', 'and is not replayed any more'
);
select is((billing.replay_stripe_event('evt_old')).attempts, 3, 'another is');
select is(tests.run_job('retention') > 0, true, 'the job, again');
select bag_eq(
    'select r.relation, r.rows_done from ops.retention_runs r where r.relation ~ ''^billing''',
    $$values ('billing.stripe_events', 2::bigint), ('billing.archived_payloads', 1)$$, 'noted'
);

select * from finish();
rollback;
