create or replace trigger signup_identities_audit
    after insert or update or delete on credits.signup_identities
    for each row execute function audit.record('created_at');
