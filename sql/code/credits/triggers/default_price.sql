create or replace trigger default_price_touch_updated_at before update on credits.default_price
    for each row execute function ops.touch_updated_at();

create or replace trigger default_price_audit
    after insert or update or delete on credits.default_price
    for each row execute function audit.record('created_at');
