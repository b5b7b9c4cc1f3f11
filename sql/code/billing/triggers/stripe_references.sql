create or replace trigger stripe_references_audit after insert or update or delete on billing.stripe_references
    for each row execute function audit.record('created_at');
