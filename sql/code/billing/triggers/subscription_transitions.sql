create or replace trigger subscription_transitions_audit
    after insert or update or delete on billing.subscription_transitions
    for each row execute function audit.record('created_at');
