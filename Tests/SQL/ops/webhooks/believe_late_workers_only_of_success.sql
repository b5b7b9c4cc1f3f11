-- A worker that settles after another has taken its delivery over is believed when it arrived, and not otherwise. Who
-- answers 410 is told of nothing any more.
begin;
select plan(7);

select tests.an_endpoint() as endpoint_id \gset
select tests.a_delivery();
select d.id from ops.webhook_deliveries d \gset
select is(
    tests.refusal(format('select ops.settle_webhook(%L, 0, 200)', :'id')), 'TH404 delivery', 'what nobody has claimed'
);
select count(*) from ops.claim_webhooks();
update ops.webhook_deliveries set next_attempt_at = now();
select count(*) from ops.claim_webhooks();
select is(
    tests.refusal(format('select ops.settle_webhook(%L, 1, null, ''late'')', :'id')), 'TH404 delivery', 'a late failure'
);
select ops.settle_webhook(:'id', 1, 204);
select is((select v.status || ' ' || v.last_status from api.webhook_deliveries v), 'delivered 204', 'a late success');
select is(
    tests.refusal(format('select ops.settle_webhook(%L, 2, null, ''x'')', :'id')), 'TH404 delivery', 'then it is settled'
);

select tests.a_delivery();
select ops.settle_webhook(w.id, w.attempt, 410, 'the server answered 410') from ops.claim_webhooks() w;
select is((select count(*) from api.webhook_deliveries v where v.status = 'failed'), 1::bigint, 'a dead letter at once');
select is((select e.is_enabled from api.webhook_endpoints e), false, 'and the endpoint is off');
select tests.a_delivery();
select is((select count(*) from api.webhook_deliveries v), 2::bigint, 'nothing more is noted for it');

select * from finish();
rollback;
