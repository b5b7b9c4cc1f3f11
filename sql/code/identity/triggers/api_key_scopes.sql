create or replace trigger api_key_scopes_audit after insert or update or delete on identity.api_key_scopes
    for each row execute function audit.record();
