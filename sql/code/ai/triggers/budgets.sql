create or replace trigger budgets_touch_updated_at before update on ai.budgets
    for each row execute function ops.touch_updated_at();

create or replace trigger budgets_audit after insert or update or delete on ai.budgets
    for each row execute function audit.record('created_at');
