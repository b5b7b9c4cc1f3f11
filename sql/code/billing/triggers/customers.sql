create or replace trigger customers_touch_updated_at before update on billing.customers
    for each row execute function ops.touch_updated_at();

create or replace trigger customers_audit after insert or update or delete on billing.customers
    for each row execute function audit.record('created_at');
