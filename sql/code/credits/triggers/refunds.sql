create or replace trigger refunds_touch_updated_at before update on credits.refunds
    for each row execute function ops.touch_updated_at();

create or replace trigger refunds_audit after insert or update or delete on credits.refunds
    for each row execute function audit.record('charged', 'created_at');
