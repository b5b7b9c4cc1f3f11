-- What keys may be allowed to do with plans, usage and operation, and how often users may change keys.
insert into identity.api_scopes (name, description) values
    ('billing:read', 'read plans and subscriptions'),
    ('billing:manage', 'begin, change and end subscriptions'),
    ('usage:read', 'read what was used and what is left of limits'),
    ('usage:record', 'record what was used'),
    ('operation:read', 'read audit log, jobs and what became of webhooks'),
    ('operation:manage', 'change who is told of events');

insert into identity.api_scope_objects (scope, object)
select g.scope, o.object
from (
    values
        ('billing:read', array['api.plans', 'api.subscriptions', 'api.subscription_events']),
        (
            'billing:manage',
            array[
                'api.subscribe', 'api.change_plan', 'api.cancel_subscription', 'api.pause_subscription',
                'api.renew_subscription', 'api.resume_subscription'
            ]
        ),
        (
            'usage:read',
            array[
                'api.usage_summary', 'api.usage_logs', 'api.usage_alerts', 'api.usage_by_day',
                'api.usage_by_period', 'api.usage_statistics', 'api.dashboard', 'api.preflight',
                'api.mark_read'
            ]
        ),
        ('usage:record', array['api.record_usage', 'api.record_usage_many']),
        (
            'operation:read',
            array['api.audit_log', 'api.admin_jobs', 'api.webhook_endpoints', 'api.webhook_deliveries']
        ),
        (
            'operation:manage',
            array[
                'api.add_webhook_endpoint', 'api.enable_webhook_endpoint', 'api.rotate_webhook_secret',
                'api.retry_webhook'
            ]
        )
) g (scope, objects)
cross join unnest(g.objects) o (object);

insert into ops.rate_limits (kind, name, class) values
    ('function', 'create_api_key', 'sensitive'),
    ('function', 'rotate_api_key', 'sensitive'),
    ('function', 'revoke_api_key', 'sensitive');
