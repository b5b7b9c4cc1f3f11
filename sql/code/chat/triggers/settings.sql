create or replace trigger settings_touch_updated_at before update on chat.settings
    for each row execute function ops.touch_updated_at();

create or replace trigger settings_audit after insert or update or delete on chat.settings
    for each row execute function audit.record('created_at');
