create or replace trigger payments_touch_updated_at before update on billing.payments
    for each row execute function ops.touch_updated_at();

create or replace trigger payments_audit after insert or update or delete on billing.payments
    for each row execute function audit.record('created_at');
