create or replace trigger signup_claims_audit
    after insert or update or delete on credits.signup_claims
    for each row execute function audit.record('plan', 'grant_id', 'network', 'created_at');
