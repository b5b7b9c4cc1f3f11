create or replace trigger failed_refunds_audit after insert or update or delete on billing.failed_refunds
    for each row execute function audit.record('created_at');
