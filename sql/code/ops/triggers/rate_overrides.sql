create or replace trigger rate_overrides_touch_updated_at before update on ops.rate_overrides
    for each row execute function ops.touch_updated_at();

create or replace trigger rate_overrides_audit after insert or update or delete on ops.rate_overrides
    for each row execute function audit.record('created_at');
