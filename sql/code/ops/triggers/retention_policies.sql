create or replace trigger retention_policies_touch_updated_at before update on ops.retention_policies
    for each row execute function ops.touch_updated_at();

create or replace trigger retention_policies_audit
    after insert or delete or update of action, archive, keep, is_enabled, description on ops.retention_policies
    for each row execute function audit.record('created_at');
