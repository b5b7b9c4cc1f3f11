-- An event is posted to every endpoint that is on and wants its type, once; what is rolled back is not.
begin;
select plan(9);

select tests.an_endpoint() as all_id \gset
select tests.an_endpoint('https://example.com/alerts', '{usage.alert,usage.other}') as alerts_id \gset
select tests.an_endpoint('https://example.com/others', '{usage.other}') as others_id \gset
select tests.an_endpoint('https://example.com/off') as off_id \gset
select ops.enable_webhook_endpoint(:'off_id', false);
select tests.a_delivery() as event_id \gset
select tests.a_delivery(p_id => :'event_id');
select set_eq(
    'select endpoint_id from ops.webhook_deliveries', format('values (%L::uuid), (%L)', :'all_id', :'alerts_id'),
    'to two of four, once'
);
select is(
    d.body,
    '{"type" : "usage.alert", "timestamp" : "2027-01-02T03:04:05.678901Z", "data" : {"used": 8.50, "user_id": null}}',
    'what is posted'
)
from ops.webhook_deliveries d where d.endpoint_id = :'all_id';
select results_eq(
    'select w.attempt, w.webhook_id, w.url, cardinality(w.secrets) from ops.claim_webhooks() w order by w.url',
    format(
        'values (1, %L, ''https://example.com/alerts'', 1), (1, %1$L, ''https://example.com/hook'', 1)',
        'msg_' || replace(:'event_id', '-', '')
    ),
    'claimed'
);
select is_empty('select from ops.claim_webhooks()', 'by one worker');
update ops.webhook_deliveries set next_attempt_at = now();
select ops.enable_webhook_endpoint(:'all_id', false);
select is((select string_agg(w.url, ' ') from ops.claim_webhooks() w), 'https://example.com/alerts', 'of endpoints that are on');
update ops.webhook_deliveries set next_attempt_at = now();
select ops.enable_webhook_endpoint(:'all_id', true), ops.rotate_webhook_secret(:'all_id');
select is(
    (select array_agg(s.secret) = array[e.secret::text, e.previous_secret::text] and e.secret <> e.previous_secret
        from unnest(w.secrets) s (secret)),
    true, 'two secrets while one is exchanged for another, the newest first'
)
from ops.claim_webhooks() w
join ops.webhook_endpoints e on e.url = w.url where e.id = :'all_id';
select ops.rotate_webhook_secret(:'all_id', '0');
update ops.webhook_deliveries set next_attempt_at = now();
select is(
    (select count(*) from ops.claim_webhooks() w where cardinality(w.secrets) = 1), 2::bigint,
    'one once the other has had its time'
);

-- The rest of the story: alerts.
delete from ops.webhook_deliveries;
select tests.a_meter('calls', 10);
select tests.a_user() as user_id \gset
select usage.record(:'user_id', 'calls', 10, 'a');
select is(
    (select string_agg(concat_ws(' ', d.event_type, d.body::jsonb #>> '{data,percent}', d.body::jsonb #>> '{data,used}'), ', '
        order by d.body)
        from ops.webhook_deliveries d where d.endpoint_id = :'all_id' and d.event_id in (select a.id from usage.alerts a)),
    'usage.alert 80 10, usage.alert 100 10', 'alerts are posted'
)
where true;
select is(
    tests.refusal(format('select usage.record(%L, ''calls'', 1, ''b'')', :'user_id')), 'TH451 calls a month', 'and refusals not'
);

select * from finish();
rollback;
