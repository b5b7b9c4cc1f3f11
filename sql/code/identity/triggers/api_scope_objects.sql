create or replace trigger api_scope_objects_audit
    after insert or update or delete on identity.api_scope_objects
    for each row execute function audit.record();
