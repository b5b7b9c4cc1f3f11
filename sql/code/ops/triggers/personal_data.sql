create or replace trigger personal_data_audit after insert or update or delete on ops.personal_data
    for each row execute function audit.record();
