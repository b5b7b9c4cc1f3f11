create or replace trigger payment_revocations_audit after insert or update or delete on billing.payment_revocations
    for each row execute function audit.record('created_at');
