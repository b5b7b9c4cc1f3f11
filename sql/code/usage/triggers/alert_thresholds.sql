create or replace trigger alert_thresholds_touch_updated_at before update on usage.alert_thresholds
    for each row execute function ops.touch_updated_at();

create or replace trigger alert_thresholds_audit after insert or update or delete on usage.alert_thresholds
    for each row execute function audit.record('created_at');
