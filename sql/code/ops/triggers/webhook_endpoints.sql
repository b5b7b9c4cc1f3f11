create or replace trigger webhook_endpoints_check_url before insert or update of url on ops.webhook_endpoints
    for each row execute function ops.check_webhook_url();

create or replace trigger webhook_endpoints_touch_updated_at before update on ops.webhook_endpoints
    for each row execute function ops.touch_updated_at();

-- Of secrets only that they changed.
create or replace trigger webhook_endpoints_audit after insert or update or delete on ops.webhook_endpoints
    for each row execute function audit.record_columns(
        'id', 'url', 'description', 'event_types', 'previous_secret_until', 'is_enabled'
    );
