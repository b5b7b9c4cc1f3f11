create or replace trigger error_codes_touch_updated_at before update on ops.error_codes
    for each row execute function ops.touch_updated_at();

create or replace trigger error_codes_audit after insert or update or delete on ops.error_codes
    for each row execute function audit.record('created_at');
