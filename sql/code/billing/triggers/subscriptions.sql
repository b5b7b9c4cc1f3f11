create or replace trigger subscriptions_check_transition before insert or update on billing.subscriptions
    for each row execute function billing.check_transition();

create or replace trigger subscriptions_touch_updated_at before update on billing.subscriptions
    for each row execute function ops.touch_updated_at();

create or replace trigger subscriptions_record after insert or update on billing.subscriptions
    for each row execute function billing.record_subscription();

create or replace trigger subscriptions_audit after insert or update or delete on billing.subscriptions
    for each row execute function audit.record('created_at');
