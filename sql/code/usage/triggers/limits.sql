create or replace trigger limits_touch_updated_at before update on usage.limits
    for each row execute function ops.touch_updated_at();

create or replace trigger limits_audit after insert or update or delete on usage.limits
    for each row execute function audit.record('created_at');
