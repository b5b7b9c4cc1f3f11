create or replace trigger rate_classes_touch_updated_at before update on ops.rate_classes
    for each row execute function ops.touch_updated_at();

create or replace trigger rate_classes_audit after insert or update or delete on ops.rate_classes
    for each row execute function audit.record('created_at');

-- Services know by heart what is limited at all.
create or replace trigger rate_classes_notify_services after insert or update or delete or truncate on ops.rate_classes
    for each statement execute function ops.notify_services();
