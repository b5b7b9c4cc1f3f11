create or replace trigger stripe_errands_touch_updated_at before update on billing.stripe_errands
    for each row execute function ops.touch_updated_at();

create or replace trigger stripe_errands_audit
    after insert or delete or update of done_at, failed_at on billing.stripe_errands
    for each row execute function audit.record('created_at');
