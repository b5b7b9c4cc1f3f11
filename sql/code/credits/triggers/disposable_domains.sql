create or replace trigger disposable_domains_audit
    after insert or update or delete on credits.disposable_domains
    for each row execute function audit.record('created_at');
