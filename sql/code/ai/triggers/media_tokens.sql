create or replace trigger media_tokens_touch_updated_at before update on ai.media_tokens
    for each row execute function ops.touch_updated_at();

create or replace trigger media_tokens_audit after insert or update or delete on ai.media_tokens
    for each row execute function audit.record('created_at');
