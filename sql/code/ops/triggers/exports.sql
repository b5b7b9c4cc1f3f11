create or replace trigger exports_refuse_change before update or delete on ops.exports
    for each row execute function ops.refuse_change();

create or replace trigger exports_refuse_truncate before truncate on ops.exports
    for each statement execute function ops.refuse_change();

create or replace trigger exports_audit after insert on ops.exports
    for each row execute function audit.record();
