create or replace trigger compensations_touch_updated_at before update on credits.compensations
    for each row execute function ops.touch_updated_at();

create or replace trigger compensations_audit
    after insert or update or delete on credits.compensations
    for each row execute function audit.record('reservation_id', 'amount', 'reason', 'created_at');
