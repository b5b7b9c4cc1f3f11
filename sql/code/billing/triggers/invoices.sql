create or replace trigger invoices_touch_updated_at before update on billing.invoices
    for each row execute function ops.touch_updated_at();

create or replace trigger invoices_audit after insert or update or delete on billing.invoices
    for each row execute function audit.record('created_at');
