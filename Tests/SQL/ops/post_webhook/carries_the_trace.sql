-- An event goes out with the trace of its request, if that is one.
begin;
select plan(3);

update ops.webhook_settings set allows_http = true, allows_private_addresses = true;
select ops.add_webhook_endpoint('http://127.0.0.1/x', 'x', '{test.a}') \g /dev/null
delete from ops.webhook_deliveries;

select set_config('request.traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', true) \g /dev/null
select ops.post_webhook(gen_random_uuid(), 'test.a', '{}', now());
select is(
    (select traceparent from ops.webhook_deliveries), '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'the trace is kept'
);
select is(
    (select c.traceparent from ops.claim_webhooks() c),
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'and told to who posts it'
);
delete from ops.webhook_deliveries;
select set_config('request.traceparent', E'x\r\nAuthorization: stolen', true) \g /dev/null
select ops.post_webhook(gen_random_uuid(), 'test.a', '{}', now());
select is((select traceparent from ops.webhook_deliveries), null, 'what is no trace is left out');

select * from finish();
rollback;
