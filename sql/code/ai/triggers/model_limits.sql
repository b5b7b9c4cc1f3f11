create or replace trigger model_limits_touch_updated_at before update on ai.model_limits
    for each row execute function ops.touch_updated_at();

create or replace trigger model_limits_audit after insert or update or delete on ai.model_limits
    for each row execute function audit.record('created_at');
