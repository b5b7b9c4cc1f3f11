create or replace trigger plans_touch_updated_at before update on billing.plans
    for each row execute function ops.touch_updated_at();

create or replace trigger plans_audit after insert or update or delete on billing.plans
    for each row execute function audit.record('created_at');
