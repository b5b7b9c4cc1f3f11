create or replace trigger top_up_settings_touch_updated_at before update on billing.top_up_settings
    for each row execute function ops.touch_updated_at();

create or replace trigger top_up_settings_audit after insert or update or delete on billing.top_up_settings
    for each row execute function audit.record('created_at');
