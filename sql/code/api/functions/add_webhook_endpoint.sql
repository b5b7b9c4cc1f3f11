create or replace function api.add_webhook_endpoint(
    url text,
    description text default '',
    event_types text[] default '{}'
)
returns ops.webhook_endpoints
language sql
volatile
security invoker
begin atomic
    select ops.add_webhook_endpoint(
        p_url => add_webhook_endpoint.url,
        p_description => add_webhook_endpoint.description,
        p_event_types => add_webhook_endpoint.event_types
    );
end;

grant execute on function api.add_webhook_endpoint(text, text, text[]) to service_role;
comment on function api.add_webhook_endpoint(text, text, text[]) is
    'See ops.add_webhook_endpoint. Raises TH001.';
