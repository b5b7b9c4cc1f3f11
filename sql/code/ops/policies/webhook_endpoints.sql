-- Never a secret.
grant select (
    id, url, description, event_types, previous_secret_until, is_enabled, created_at, updated_at
) on ops.webhook_endpoints to service_role;
