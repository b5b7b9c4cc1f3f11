-- gen_random_uuid() takes its 122 bits from the system's strong source; two of them are more than the 24
-- bytes that Standard Webhooks asks for.
create or replace function ops.new_webhook_secret()
returns text
language sql
volatile
security invoker
begin atomic
    select 'whsec_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64');
end;

comment on function ops.new_webhook_secret() is 'A secret to sign webhooks with.';
