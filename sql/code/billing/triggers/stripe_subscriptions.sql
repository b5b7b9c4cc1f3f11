create or replace trigger stripe_subscriptions_touch_updated_at before update on billing.stripe_subscriptions
    for each row execute function ops.touch_updated_at();

create or replace trigger stripe_subscriptions_audit after insert or update or delete on billing.stripe_subscriptions
    for each row execute function audit.record('created_at');
