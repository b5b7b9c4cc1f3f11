create or replace trigger models_touch_updated_at before update on ai.models
    for each row execute function ops.touch_updated_at();

create or replace trigger models_audit after insert or update or delete on ai.models
    for each row execute function audit.record('created_at');
