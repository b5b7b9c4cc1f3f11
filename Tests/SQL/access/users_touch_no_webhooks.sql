-- No user sees or touches a webhook; a service does by functions only, and never reads a secret.
begin;
select plan(38);

select tests.an_endpoint() as id \gset
select tests.a_delivery();
select tests.a_user() as user_id \gset
select is(tests.attempt(who.role, :'user_id', sql), '42501', who.role || ': ' || sql)
from (values ('anon'), ('authenticated')) as who (role)
cross join unnest(array[
    'select count(*) from api.webhook_endpoints', 'select count(*) from api.webhook_deliveries',
    'select api.add_webhook_endpoint(''https://example.com'')', 'select api.retry_webhook(gen_random_uuid())',
    'select api.rotate_webhook_secret(gen_random_uuid())', 'select api.enable_webhook_endpoint(gen_random_uuid())',
    'select ops.claim_webhooks()', 'select ops.settle_webhook(gen_random_uuid(), 1)',
    'select secret from ops.webhook_endpoints', 'select body from ops.webhook_deliveries',
    'select ops.allows_addresses(''{8.8.8.8}'')', 'update ops.webhook_settings set allows_http = true',
    'insert into ops.webhook_endpoints default values'
]) as sql;
select is(tests.attempt('service_role', null, sql), '42501', 'service_role: ' || sql)
from unnest(array[
    'select secret from ops.webhook_endpoints', 'select previous_secret from ops.webhook_endpoints',
    'update ops.webhook_endpoints set url = ''https://example.org''', 'delete from ops.webhook_deliveries',
    'update ops.webhook_settings set allows_private_addresses = true',
    'select ops.post_webhook(gen_random_uuid(), ''x'', ''{}'', now())'
]) as sql;
select is(
    tests.attempt('service_role', null, 'select (api.add_webhook_endpoint(''https://example.com'')).secret like ''whsec_%''')::boolean,
    true, 'a service adds one and is shown its secret'
);
select is(
    tests.attempt('service_role', null, 'select string_agg(distinct url, '','') from api.webhook_endpoints'),
    'https://example.com,https://example.com/hook', 'and reads them'
);
select is(
    tests.attempt('service_role', null, 'select string_agg(status, '','') from api.webhook_deliveries'), 'waiting',
    'and what is posted'
);
select is(
    tests.attempt(
        'service_role', null, format('select previous_secret_until > now() from api.rotate_webhook_secret(%L)', :'id')
    ),
    'true', 'and gives another secret'
);
select is(
    (select count(*) from audit.log l where l.relation = 'ops.webhook_endpoints' and (l.new_values::text like '%whsec%' or l.old_values::text like '%whsec%')),
    0::bigint, 'of which the audit log has none'
);
select is(
    tests.attempt('service_role', null, format('select api.enable_webhook_endpoint(%L, false)', :'id')), '', 'and switches it off'
);

select * from finish();
rollback;
