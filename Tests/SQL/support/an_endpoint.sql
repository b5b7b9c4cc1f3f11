-- A new endpoint for webhooks of some types, or of all.
create function tests.an_endpoint(p_url text default 'https://example.com/hook', p_event_types text[] default '{}')
returns uuid language sql volatile as $$
    select id from ops.add_webhook_endpoint(p_url, p_event_types => p_event_types)
$$;
