create or replace trigger meters_touch_updated_at before update on usage.meters
    for each row execute function ops.touch_updated_at();

create or replace trigger meters_audit after insert or update or delete on usage.meters
    for each row execute function audit.record('created_at');
