create or replace trigger redactions_audit after insert or update or delete on audit.redactions
    for each row execute function audit.record('created_at');
