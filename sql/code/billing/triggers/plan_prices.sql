create or replace trigger plan_prices_touch_updated_at before update on billing.plan_prices
    for each row execute function ops.touch_updated_at();

create or replace trigger plan_prices_audit after insert or update or delete on billing.plan_prices
    for each row execute function audit.record('created_at');
