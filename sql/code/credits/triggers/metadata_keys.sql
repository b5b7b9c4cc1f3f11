create or replace trigger metadata_keys_touch_updated_at before update on credits.metadata_keys
    for each row execute function ops.touch_updated_at();

create or replace trigger metadata_keys_audit after insert or update or delete on credits.metadata_keys
    for each row execute function audit.record('created_at');
