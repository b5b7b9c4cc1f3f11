create or replace trigger webhook_settings_touch_updated_at before update on ops.webhook_settings
    for each row execute function ops.touch_updated_at();

create or replace trigger webhook_settings_audit after insert or update or delete on ops.webhook_settings
    for each row execute function audit.record('created_at');
