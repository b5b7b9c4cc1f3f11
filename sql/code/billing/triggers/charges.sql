create or replace trigger charges_touch_updated_at before update on billing.charges
    for each row execute function ops.touch_updated_at();

create or replace trigger charges_audit after insert or update or delete on billing.charges
    for each row execute function audit.record('created_at');
