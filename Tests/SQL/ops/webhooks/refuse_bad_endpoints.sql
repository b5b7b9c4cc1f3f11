-- Endpoints are https and well formed, their arguments refused by their names; secrets are new and strong each.
begin;
select plan(50);

select is(tests.refusal(format('select ops.add_webhook_endpoint(%L)', bad.url)), 'TH001 url', left(bad.url, 50))
from unnest(array[
    null, '', 'example.com', 'ftp://example.com', 'http://example.com/hook', 'https://', 'https:///x',
    'https://user@example.com', 'https://user:secret@example.com/', 'https://example.com#x', 'https://example.com/#x',
    'https://EXAMPLE.com', 'https://example.com:x', 'https://example.com:123456', 'https://exa mple.com',
    'https://example.com/a b', E'https://example.com/\r\nx', 'https://example.com?x=1', 'https://ex%61mple.com/',
    'https://-example.com', 'https://[::1', 'https://example.com\@internal', 'javascript:alert(1)', 'file:///etc/passwd',
    'https://example.com/' || repeat('x', 2000), 'https://grüße.de/'
]) as bad (url);
select is(tests.refusal(format('select ops.add_webhook_endpoint(%L)', good.url)), null, good.url)
from unnest(array[
    'https://example.com', 'https://example.com:8443/a/b?c=d&e=%20', 'https://192.0.2.1/x', 'https://[2001:db8::1]:8443/x'
]) as good (url);
select is(
    tests.refusal(format('select ops.add_webhook_endpoint(''https://example.com'', %s)', bad.arguments)), bad.refusal,
    left(bad.arguments, 40)
)
from (values
    ('repeat(''x'', 201)', 'TH001 description'), ('''x'', ''{Usage}''', 'TH001 event_types'),
    ('''x'', ''{NULL}''', 'TH001 event_types'), ('''x'', ''{""}''', 'TH001 event_types'),
    ('''x'', array_fill(''a''::text, array[21])', 'TH001 event_types'),
    ('''x'', ''{"a b"}''', 'TH001 event_types'), ('null, null', null)
) as bad (arguments, refusal);
select is(count(distinct e.secret), count(*), 'no secret twice') from ops.webhook_endpoints e;
select is(count(*) filter (where length(decode(substr(e.secret, 7), 'base64')) <> 32), 0::bigint, 'each of 32 bytes')
from ops.webhook_endpoints e;
select is(tests.violation(c.sql), c.name, c.sql)
from (values
    ('update ops.webhook_endpoints set secret = ''whsec_short''', 'webhook_secret_is_whsec_and_24_to_64_bytes_as_base64'),
    ('update ops.webhook_endpoints set previous_secret = secret', 'webhook_endpoints_previous_secret_has_an_end'),
    ('insert into ops.webhook_settings default values', 'webhook_settings_pkey'),
    ('update ops.webhook_settings set id = false', 'webhook_settings_is_one_row')
) as c (sql, name);
select tests.an_endpoint() as id \gset
select is(tests.refusal(format('select ops.%s', format(bad.call, :'id'))), bad.refusal, bad.call)
from (values
    ('rotate_webhook_secret(gen_random_uuid())', 'TH404 endpoint'), ('rotate_webhook_secret(null)', 'TH404 endpoint'),
    ('rotate_webhook_secret(%L, null)', 'TH001 overlap'), ('rotate_webhook_secret(%L, ''-1 s'')', 'TH001 overlap'),
    ('rotate_webhook_secret(%L, ''31 days'')', 'TH001 overlap'),
    ('enable_webhook_endpoint(%L, null)', 'TH001 is_enabled'),
    ('enable_webhook_endpoint(gen_random_uuid(), true)', 'TH404 endpoint')
) as bad (call, refusal);
update ops.webhook_settings set allows_http = true;
select tests.an_endpoint('http://example.com') as plain_id \gset

select * from finish();
rollback;
